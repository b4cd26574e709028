// Made from append-only.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface AppendOnlyParameters {
  readonly communities: readonly (string)[] | null;
}

export interface AppendOnlyRow {
  readonly community_id: string | null;
  readonly row: string | null;
  readonly detail: string | null;
}

export const appendOnlySql = [sql<AppendOnlyParameters, AppendOnlyRow>({
  name: 'append-only-1',
  parameters: ['communities'],
  text: `SELECT s.key[1]::uuid AS community_id, 'point_transactions ' || s.key[2] AS row, 'seeded, and gone' AS detail
  FROM agora.seed_rows s LEFT JOIN point_transactions t ON t.community_id = s.key[1]::uuid AND t.id = s.key[2]::uuid
 WHERE s.name LIKE '%/point_transactions' AND ($1::uuid[] IS NULL OR s.key[1]::uuid = ANY ($1))
   AND t.id IS NULL`,
}), sql<AppendOnlyParameters, AppendOnlyRow>({
  name: 'append-only-2',
  parameters: ['communities'],
  text: `SELECT s.key[1]::uuid AS community_id, 'moderation_entries ' || s.key[2] AS row, 'seeded, and gone' AS detail
  FROM agora.seed_rows s LEFT JOIN moderation_entries t ON t.community_id = s.key[1]::uuid AND t.id = s.key[2]::uuid
 WHERE s.name LIKE '%/moderation_entries' AND ($1::uuid[] IS NULL OR s.key[1]::uuid = ANY ($1))
   AND t.id IS NULL`,
})] as const;
