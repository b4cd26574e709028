// Made from sessions-of.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface SessionsOfParameters {
  readonly communityId: string;
  readonly userId: string;
}

export interface SessionsOfRow {
  readonly id: string;
  readonly device: string | null;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

export const sessionsOfSql = sql<SessionsOfParameters, SessionsOfRow>({
  name: 'sessions-of',
  parameters: ['communityId', 'userId'],
  text: `SELECT t.family_id AS id, (array_agg(t.device ORDER BY t.id DESC))[1] AS device,
  to_timestamp(('x' || left(translate(t.family_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)::timestamptz(3) AS "startedAt",
  max(t.created_at) AS "lastUsedAt", max(t.expires_at) AS "expiresAt"
FROM refresh_tokens t WHERE t.community_id = $1 AND t.user_id = $2 GROUP BY t.family_id
HAVING bool_and(t.revoked_at IS NULL) AND bool_or(t.used_at IS NULL AND t.expires_at > now())
ORDER BY "lastUsedAt" DESC, t.family_id DESC LIMIT 100`,
});
