import { checksOf, type Invariant } from '../model/invariant.ts';
import { taggedSql } from './tagged.sql.ts';

export const tagged: Invariant = {
  name: 'tagged',
  summary: 'A post carries at most 5 tags.',
  checks: checksOf(taggedSql),
};
