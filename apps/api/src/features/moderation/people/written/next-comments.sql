-- Not Prisma: with the statements that it goes ahead of: the posts of these are locked before the comments are.
SELECT id, post_id AS "postId" FROM comments
WHERE community_id = :communityId AND author_id = :authorId AND status = 'PUBLISHED' ORDER BY id LIMIT :most::int
