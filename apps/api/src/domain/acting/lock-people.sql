-- Not Prisma: locks users, in the order of their ids, before their status is looked at: a ban, which locks them too, is
-- either seen or comes after what is written.
SELECT id, role, status FROM users WHERE community_id = :communityId AND id = ANY (:userIds::uuid[])
ORDER BY id FOR NO KEY UPDATE
