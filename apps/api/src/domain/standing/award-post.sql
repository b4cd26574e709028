-- Not Prisma: a function of the database, the points for a post, given once. Its author is locked.
SELECT agora_award(:communityId, :authorId, :entryId, 'POST', 'post:' || :postId::uuid, 'POST', :postId) AS points
