-- Not Prisma: stands in the transaction of statements that locks the content while its bytes are stored.
-- avatar is never null.
UPDATE users SET avatar = :avatar::text, updated_at = now()
WHERE community_id = :communityId AND id = :userId AND status = 'ACTIVE'
RETURNING avatar
