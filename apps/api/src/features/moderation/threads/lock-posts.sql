-- Not Prisma: locks posts by id, as all that locks several does, ahead of their comments and of people.
SELECT id, author_id AS "authorId", status, channel_id AS "channelId", created_at AS "createdAt" FROM posts
WHERE community_id = :communityId AND id = ANY (:postIds::uuid[]) ORDER BY id FOR NO KEY UPDATE
