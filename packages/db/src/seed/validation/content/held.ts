import { checksOf, type Invariant } from '../model/invariant.ts';
import { heldSql } from './held.sql.ts';

export const held: Invariant = {
  name: 'held',
  summary: 'What waits for a moderator is hidden meanwhile.',
  checks: checksOf(...heldSql),
};
