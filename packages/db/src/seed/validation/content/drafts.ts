import { checksOf, type Invariant } from '../model/invariant.ts';
import { draftsSql } from './drafts.sql.ts';

export const drafts: Invariant = {
  name: 'drafts',
  summary:
    'Nobody has answered or liked a draft, which only its author sees and may follow, and it is neither pinned, rewarded nor known as edited.',
  checks: checksOf(...draftsSql),
};
