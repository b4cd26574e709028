// Made from ledger-balance.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface LedgerBalanceParameters {
  readonly communities: readonly (string)[] | null;
}

export interface LedgerBalanceRow {
  readonly community_id: string;
  readonly row: string;
  readonly detail: string | null;
}

export const ledgerBalanceSql = sql<LedgerBalanceParameters, LedgerBalanceRow>({
  name: 'ledger-balance',
  parameters: ['communities'],
  text: `SELECT u.community_id, u.username AS row,
       format('%s points and %s entries, but the ledger has %s and %s', u.points, u.ledger_sequence,
         coalesce(l.sum, 0), coalesce(l.entries, 0)) AS detail
  FROM users u
  LEFT JOIN (
    SELECT community_id, user_id, sum(amount) AS sum, count(*) AS entries
      FROM point_transactions t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
 GROUP BY community_id, user_id
  ) l ON l.community_id = u.community_id AND l.user_id = u.id
 WHERE ($1::uuid[] IS NULL OR u.community_id = ANY ($1))
   AND (u.points <> coalesce(l.sum, 0) OR u.ledger_sequence <> coalesce(l.entries, 0) OR u.points < 0)`,
});
