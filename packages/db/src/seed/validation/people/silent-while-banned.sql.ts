// Made from silent-while-banned.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SilentWhileBannedParameters {
  readonly communities: readonly (string)[] | null;
}

export interface SilentWhileBannedRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const silentWhileBannedSql = [sql<SilentWhileBannedParameters, SilentWhileBannedRow>({
  name: 'silent-while-banned-1',
  parameters: ['communities'],
  text: `SELECT a.community_id, 'moderation_entries by ' || a.moderator_id AS row, format('at %s, banned from %s', a.created_at, b.starts_at) AS detail
  FROM bans b JOIN moderation_entries a ON a.community_id = b.community_id AND a.moderator_id = b.user_id
 WHERE ($1::uuid[] IS NULL OR b.community_id = ANY ($1)) AND a.moderator_id <> a.target_id
   AND a.created_at >= b.starts_at AND a.created_at < least(coalesce(b.lifted_at, 'infinity'), coalesce(b.ends_at, 'infinity'))`,
}), sql<SilentWhileBannedParameters, SilentWhileBannedRow>({
  name: 'silent-while-banned-2',
  parameters: ['communities'],
  text: `SELECT a.community_id, 'point_transactions by ' || a.user_id AS row, format('at %s, banned from %s', a.created_at, b.starts_at) AS detail
  FROM bans b JOIN point_transactions a ON a.community_id = b.community_id AND a.user_id = b.user_id
 WHERE ($1::uuid[] IS NULL OR b.community_id = ANY ($1)) AND a.reason = 'TIP_SENT'
   AND a.created_at >= b.starts_at AND a.created_at < least(coalesce(b.lifted_at, 'infinity'), coalesce(b.ends_at, 'infinity'))`,
})] as const;
