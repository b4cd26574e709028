import { inScope, type Invariant } from '../model/invariant.ts';

export const ledgerChain: Invariant = {
  name: 'ledger-chain',
  summary:
    'Entries of a user are numbered without gaps, in order of time, and each balance follows from the one before.',
  checks: [
    `
    SELECT community_id, id::text AS row,
           format('entry %s of user %s: balance %s after %s and %s', sequence, user_id, balance_after, before, amount) AS detail
      FROM (
        SELECT t.*, coalesce(lag(balance_after) OVER own, 0) AS before,
               coalesce(lag(sequence) OVER own, 0) AS previous, lag(created_at) OVER own AS earlier
          FROM point_transactions t WHERE ${inScope('t')}
        WINDOW own AS (PARTITION BY community_id, user_id ORDER BY sequence)
      ) chained
     WHERE sequence <> previous + 1 OR balance_after <> before + amount OR balance_after < 0 OR created_at < earlier`,
  ],
};
