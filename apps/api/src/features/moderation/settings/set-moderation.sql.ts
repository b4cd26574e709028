// Made from set-moderation.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface SetModerationParameters {
  readonly communityId: string;
  readonly settings: string;
}

export interface SetModerationRow {
  readonly done: boolean | null;
}

export const setModerationSql = sql<SetModerationParameters, SetModerationRow>({
  name: 'set-moderation',
  parameters: ['communityId', 'settings'],
  text: `SELECT true AS done FROM agora_set_moderation($1, $2::jsonb)`,
});
