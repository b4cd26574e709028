-- Not Prisma: a function of the database, the points for a comment, given once. Its author is locked.
SELECT agora_award(:communityId, :authorId, :entryId, 'COMMENT', 'comment:' || :commentId::uuid, 'COMMENT', :commentId) AS points
