-- Not Prisma: a session is the tokens of one family, and goes on by what all of them say. The first of a long one are swept
-- away, so its beginning is read from its id: a uuid v7 starts with its milliseconds (RFC 9562, 5.7).
-- startedAt is never null.
-- lastUsedAt is never null.
-- expiresAt is never null.
SELECT t.family_id AS id, (array_agg(t.device ORDER BY t.id DESC))[1] AS device,
  to_timestamp(('x' || left(translate(t.family_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)::timestamptz(3) AS "startedAt",
  max(t.created_at) AS "lastUsedAt", max(t.expires_at) AS "expiresAt"
FROM refresh_tokens t WHERE t.community_id = :communityId AND t.user_id = :userId GROUP BY t.family_id
HAVING bool_and(t.revoked_at IS NULL) AND bool_or(t.used_at IS NULL AND t.expires_at > now())
ORDER BY "lastUsedAt" DESC, t.family_id DESC LIMIT 100
