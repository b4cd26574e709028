import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';
import type { SessionList } from './schema.ts';

/**
 * The sessions of a user that can still be refreshed. The first tokens of a long one are swept away, so its beginning is
 * read from its id: a uuid v7 starts with its milliseconds (RFC 9562, 5.7).
 */
export const sessionsOf = statement<[communityId: string, userId: string, current: string], SessionList>(
  'sessions_of',
  `SELECT json_build_object('items', coalesce(json_agg(json_build_object('id', s.id, 'current', s.id = $3::uuid,
     'startedAt', to_timestamp(('x' || left(translate(s.id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)::timestamptz(3),
     'device', s.device, 'lastUsedAt', s.last_used_at, 'expiresAt', s.expires_at) ORDER BY s.last_used_at DESC, s.id DESC), '[]'))
   FROM (
     SELECT t.family_id AS id, max(t.created_at) AS last_used_at, max(t.expires_at) AS expires_at,
       (array_agg(t.device ORDER BY t.id DESC))[1] AS device FROM refresh_tokens t
     WHERE t.community_id = $1 AND t.user_id = $2 GROUP BY t.family_id
     HAVING bool_and(t.revoked_at IS NULL) AND bool_or(t.used_at IS NULL AND t.expires_at > now())
     ORDER BY 2 DESC, 1 DESC LIMIT 100) s`,
);

/**
 * Ends a session of a user's own. A token of it that is being made at this moment is no good either: another of the
 * session is revoked.
 */
export const endOwnSession = statement<
  [communityId: string, userId: string, sessionId: string],
  Outcome<true>
>(
  'end_own_session',
  `WITH ended AS (
     UPDATE refresh_tokens SET revoked_at = now()
     WHERE community_id = $1 AND user_id = $2 AND family_id = $3 AND revoked_at IS NULL RETURNING id
   )
   SELECT CASE WHEN EXISTS (SELECT FROM ended) THEN json_build_object('done', true)
     ELSE json_build_object('refused', 'resource.not_found') END`,
);
