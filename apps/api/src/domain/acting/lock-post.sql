-- Not Prisma: locks a post, ahead of people: the order that all writers keep.
SELECT author_id AS "authorId", status, updated_at AS "updatedAt" FROM posts
WHERE community_id = :communityId AND id = :postId FOR NO KEY UPDATE
