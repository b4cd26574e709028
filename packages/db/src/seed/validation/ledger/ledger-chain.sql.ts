// Made from ledger-chain.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface LedgerChainParameters {
  readonly communities: readonly (string)[] | null;
}

export interface LedgerChainRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const ledgerChainSql = sql<LedgerChainParameters, LedgerChainRow>({
  name: 'ledger-chain',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row,
       format('entry %s of user %s: balance %s after %s and %s', sequence, user_id, balance_after, before, amount) AS detail
  FROM (
    SELECT t.*, coalesce(lag(balance_after) OVER own, 0) AS before,
           coalesce(lag(sequence) OVER own, 0) AS previous, lag(created_at) OVER own AS earlier
      FROM point_transactions t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
    WINDOW own AS (PARTITION BY community_id, user_id ORDER BY sequence)
  ) chained
 WHERE sequence <> previous + 1 OR balance_after <> before + amount OR balance_after < 0 OR created_at < earlier`,
});
