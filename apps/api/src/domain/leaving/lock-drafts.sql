-- Not Prisma: locks. Comes first, as posts are locked before users.
SELECT id FROM posts WHERE community_id = :communityId AND author_id = :userId AND status = 'DRAFT' ORDER BY id FOR UPDATE
