-- Not Prisma: the time is the database's, by which notifications are made: none is read before it was.
UPDATE notifications SET read_at = now()
WHERE community_id = :communityId AND user_id = :userId AND id <= :upTo AND read_at IS NULL
