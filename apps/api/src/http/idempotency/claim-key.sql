-- Not Prisma: waits for a rival with the same key, because both insert the same row, in the transaction of the work. No row:
-- the key was there.
INSERT INTO idempotency_keys (community_id, user_id, key, fingerprint) VALUES (:communityId, :userId, :key, :fingerprint)
ON CONFLICT DO NOTHING RETURNING key
