-- Not Prisma: in one round trip with rotate-token.sql, and in a statement of its own: its snapshot sees what a rival made
-- while that one waited. Ends the session of a token that was used before, unless this very transaction used it: the next
-- token is there then.
UPDATE refresh_tokens SET revoked_at = now()
WHERE community_id = :communityId AND revoked_at IS NULL
  AND family_id = (SELECT family_id FROM refresh_tokens
    WHERE community_id = :communityId AND token_hash = :presented AND used_at IS NOT NULL)
  AND NOT EXISTS (SELECT FROM refresh_tokens WHERE community_id = :communityId AND id = :nextId)
