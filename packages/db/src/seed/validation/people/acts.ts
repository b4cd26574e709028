import { checksOf, type Invariant } from '../model/invariant.ts';
import { actsSql } from './acts.sql.ts';

export const acts: Invariant = {
  name: 'acts',
  summary:
    'The posts, comments and bans that the log of moderation names are there, what an act changed it changed no sooner, and each entry of the kind act.undo undoes one before it.',
  checks: checksOf(...actsSql),
};
