// Made from ledger-entries.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface LedgerEntriesParameters {
  readonly communities: readonly (string)[];
}

export interface LedgerEntriesRow {
  readonly community: string;
  readonly user: string;
  readonly id: string;
  readonly sequence: number;
  readonly amount: number;
  readonly balance: number;
}

export const ledgerEntriesSql = sql<LedgerEntriesParameters, LedgerEntriesRow>({
  name: 'ledger-entries',
  parameters: ['communities'],
  text: `SELECT community_id AS community, user_id AS "user", id, sequence, amount, balance_after AS balance
  FROM point_transactions WHERE community_id = ANY ($1::uuid[])
 ORDER BY community_id, user_id, created_at, sequence`,
});
