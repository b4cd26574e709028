-- Not Prisma: locks all comments of a post, which is locked, ahead of people. Their keys change, as they hold the post.
SELECT id, author_id AS "authorId", status, depth, path, created_at AS "createdAt" FROM comments
WHERE community_id = :communityId AND post_id = :postId ORDER BY id FOR UPDATE
