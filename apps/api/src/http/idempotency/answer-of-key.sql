-- Not Prisma: in the transaction that has waited for the key.
SELECT fingerprint, status, response FROM idempotency_keys
WHERE community_id = :communityId AND user_id = :userId AND key = :key
