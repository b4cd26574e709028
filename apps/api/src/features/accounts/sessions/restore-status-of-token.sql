-- Not Prisma: a function of the database; restore-status.sql for whoever holds a refresh token, in one round trip with what
-- the token is used for.
SELECT agora_status_now(:communityId, user_id) AS status FROM refresh_tokens
WHERE community_id = :communityId AND token_hash = :presented
