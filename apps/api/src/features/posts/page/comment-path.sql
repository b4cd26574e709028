-- Not Prisma: the hexadecimal form of a path, by which a branch of a thread is read.
-- path is never null.
SELECT encode(c.path, 'hex') AS path FROM comments c
WHERE c.community_id = :communityId AND c.post_id = :postId AND c.id = :commentId
