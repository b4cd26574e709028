import { checksOf, type Invariant } from '../model/invariant.ts';
import { actsSql } from './acts.sql.ts';

export const acts: Invariant = {
  name: 'acts',
  summary:
    'The log of the team names what is there, and an act is undone by a later one that does just that.',
  checks: checksOf(...actsSql),
};
