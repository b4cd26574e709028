// Made from write-accounts.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface WriteAccountsParameters {
  readonly communities: readonly (string)[];
  readonly users: readonly (string)[];
  readonly points: readonly (number)[];
  readonly entries: readonly (number)[];
  readonly levels: readonly (number)[];
}

export interface WriteAccountsRow {

}

export const writeAccountsSql = sql<WriteAccountsParameters, WriteAccountsRow>({
  name: 'write-accounts',
  parameters: ['communities', 'users', 'points', 'entries', 'levels'],
  text: `UPDATE users u SET points = a.points, ledger_sequence = a.entries, level = a.level
  FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[]) a(community, id, points, entries, level)
 WHERE u.community_id = a.community AND u.id = a.id`,
});
