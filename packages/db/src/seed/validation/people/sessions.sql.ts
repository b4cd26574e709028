// Made from sessions.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SessionsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface SessionsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const sessionsSql = [sql<SessionsParameters, SessionsRow>({
  name: 'sessions-1',
  parameters: ['communities'],
  text: `SELECT community_id, 'refresh_tokens ' || id AS row, format('made %s, used %s, good until %s', created_at, used_at, expires_at) AS detail
  FROM refresh_tokens t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (expires_at <= created_at OR used_at < created_at)`,
}), sql<SessionsParameters, SessionsRow>({
  name: 'sessions-2',
  parameters: ['communities'],
  text: `SELECT community_id, 'account_tokens ' || id AS row, format('made %s, used %s, good until %s', created_at, used_at, expires_at) AS detail
  FROM account_tokens t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (expires_at <= created_at OR used_at < created_at)`,
}), sql<SessionsParameters, SessionsRow>({
  name: 'sessions-3',
  parameters: ['communities'],
  text: `SELECT community_id, 'oauth_grants ' || id AS row, format('made %s, used %s, good until %s', created_at, used_at, expires_at) AS detail
  FROM oauth_grants t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (expires_at <= created_at OR used_at < created_at)`,
}), sql<SessionsParameters, SessionsRow>({
  name: 'sessions-4',
  parameters: ['communities'],
  text: `SELECT community_id, 'refresh_tokens ' || id AS row, format('made %s, revoked %s', created_at, revoked_at) AS detail
  FROM refresh_tokens t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (revoked_at < created_at OR used_at > expires_at)`,
}), sql<SessionsParameters, SessionsRow>({
  name: 'sessions-5',
  parameters: ['communities'],
  text: `SELECT community_id, 'session ' || family_id AS row,
       format('%s users', count(DISTINCT user_id)) AS detail
  FROM refresh_tokens t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
 GROUP BY community_id, family_id HAVING count(DISTINCT user_id) > 1`,
}), sql<SessionsParameters, SessionsRow>({
  name: 'sessions-6',
  parameters: ['communities'],
  text: `SELECT community_id, 'oauth_grants ' || id AS row, 'used, and has tokens still' AS detail
  FROM oauth_grants t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND used_at IS NOT NULL AND num_nonnulls(access_token, refresh_token) > 0`,
})] as const;
