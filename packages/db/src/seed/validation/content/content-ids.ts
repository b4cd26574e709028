import { checksOf, type Invariant } from '../model/invariant.ts';
import { contentIdsSql } from './content-ids.sql.ts';

export const contentIds: Invariant = {
  name: 'content-ids',
  summary:
    'Of a post’s at most 20 media each has a CIDv1 of a SHA-256: base32, version 1, codec raw or dag-pb, 32 bytes of digest; the same one is as many bytes of one type everywhere.',
  checks: checksOf(...contentIdsSql),
};
