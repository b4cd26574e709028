// Made from preferences.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface PreferencesParameters {
  readonly communities: readonly (string)[] | null;
}

export interface PreferencesRow {
  readonly community_id: string;
  readonly row: string;
  readonly detail: string | null;
}

export const preferencesSql = sql<PreferencesParameters, PreferencesRow>({
  name: 'preferences',
  parameters: ['communities'],
  text: `WITH seeded AS MATERIALIZED (
  SELECT DISTINCT key[1]::uuid AS community_id, key[2]::uuid AS id FROM agora.seed_rows WHERE name LIKE '%/user_preferences'
)
SELECT u.community_id, u.username AS row, 'no preferences' AS detail
  FROM users u
  JOIN seeded s ON s.community_id = u.community_id AND s.id = u.id
  LEFT JOIN user_preferences p ON p.community_id = u.community_id AND p.user_id = u.id
 WHERE ($1::uuid[] IS NULL OR u.community_id = ANY ($1))
   AND u.status <> 'DEACTIVATED' AND p.user_id IS NULL`,
});
