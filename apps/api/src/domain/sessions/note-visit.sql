-- Not Prisma: three tables in one statement, in the round trip that gives a refresh token (its id). Whoever was given it is
-- seen, and rid of tokens long dead and of kept answers that nobody asks for again; no row, if it was not given.
WITH visitor AS (
  SELECT user_id, family_id FROM refresh_tokens WHERE community_id = :communityId AND id = :tokenId
), tokens AS (
  DELETE FROM refresh_tokens t USING visitor
  WHERE t.community_id = :communityId AND t.user_id = visitor.user_id AND t.expires_at < now()
), answers AS (
  DELETE FROM idempotency_keys k USING visitor
  WHERE k.community_id = :communityId AND k.user_id = visitor.user_id AND k.created_at < now() - interval '7 days'
)
UPDATE users u SET last_seen_at = now() FROM visitor WHERE u.community_id = :communityId AND u.id = visitor.user_id
RETURNING u.id AS "userId", u.token_version AS "tokenVersion", visitor.family_id AS "sessionId"
