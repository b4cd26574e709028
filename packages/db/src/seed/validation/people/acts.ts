import { checksOf, type Invariant } from '../model/invariant.ts';
import { actsSql } from './acts.sql.ts';

export const acts: Invariant = {
  name: 'acts',
  summary:
    'The posts and comments that the log of moderation names are there, and what undoes an act is a later entry of the kind act.undo.',
  checks: checksOf(...actsSql),
};
