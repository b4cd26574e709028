import { checksOf, type Invariant } from '../model/invariant.ts';
import { appendOnlySql } from './append-only.sql.ts';

export const appendOnly: Invariant = {
  name: 'append-only',
  summary: 'Of the ledger and the log of the team nothing that was seeded is gone.',
  needs: 'agora.seed_rows',
  checks: checksOf(...appendOnlySql),
};
