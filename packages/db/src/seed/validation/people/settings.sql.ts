// Made from settings.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SettingsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface SettingsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const settingsSql = [sql<SettingsParameters, SettingsRow>({
  name: 'settings-1',
  parameters: ['communities'],
  text: `SELECT id AS community_id, slug AS row, 'settings are of the type ' || jsonb_typeof(settings) AS detail
  FROM (SELECT c.*, c.id AS community_id FROM communities c) t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND jsonb_typeof(settings) <> 'object'`,
}), sql<SettingsParameters, SettingsRow>({
  name: 'settings-2',
  parameters: ['communities'],
  text: `SELECT id AS community_id, slug AS row, 'of its moderation cannot be read: ' || (settings ->> 'moderation') AS detail
  FROM (SELECT c.*, c.id AS community_id, c.settings -> 'moderation' AS moderation FROM communities c) t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (jsonb_typeof(moderation) <> 'object'
     OR (moderation -> 'holdNewMembers')::text NOT IN ('"NOTHING"', '"LINKS"', '"EVERYTHING"')
     OR (moderation -> 'newMemberDays')::text !~ '^([1-9][0-9]?|[12][0-9]{2}|3[0-5][0-9]|36[0-5])$'
     OR jsonb_typeof(moderation -> 'teamNeedsCodes') <> 'boolean')`,
}), sql<SettingsParameters, SettingsRow>({
  name: 'settings-3',
  parameters: ['communities'],
  text: `SELECT id AS community_id, slug AS row, 'of its maintenance cannot be read: ' || (settings ->> 'maintenance') AS detail
  FROM (SELECT c.*, c.id AS community_id FROM communities c) t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND settings -> 'maintenance' IS NOT NULL
   AND (settings #>> '{maintenance,mode}' IN ('read-only', 'closed')) IS NOT TRUE`,
}), sql<SettingsParameters, SettingsRow>({
  name: 'settings-4',
  parameters: ['communities'],
  text: `SELECT community_id, 'channels ' || slug AS row, format('slow mode of %s seconds', slow_seconds) AS detail
  FROM channels t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND slow_seconds NOT BETWEEN 1 AND 86400`,
}), sql<SettingsParameters, SettingsRow>({
  name: 'settings-5',
  parameters: ['communities'],
  text: `SELECT community_id, 'posts ' || id AS row, format('slow mode of %s seconds', slow_seconds) AS detail
  FROM posts t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND slow_seconds NOT BETWEEN 1 AND 86400`,
})] as const;
