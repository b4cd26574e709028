-- Not Prisma: locks who leaves, and all administrators with one of them, by id: of the last two, one stays. The whole rows
-- are locked, as the address and the name, which are keys, change.
SELECT u.id, u.email, u.role, u.status, u.password_hash AS "passwordHash" FROM users u
WHERE u.community_id = :communityId AND u.id IN (
  SELECT :userId::uuid
  UNION ALL
  SELECT a.id FROM users me JOIN users a ON a.community_id = :communityId AND a.role = 'ADMIN'
  WHERE me.community_id = :communityId AND me.id = :userId AND me.role = 'ADMIN')
ORDER BY u.id FOR UPDATE
