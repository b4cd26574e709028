-- Not Prisma: in the transaction of the work.
UPDATE idempotency_keys SET status = :status, response = :response::jsonb
WHERE community_id = :communityId AND user_id = :userId AND key = :key
