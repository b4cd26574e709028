-- Not Prisma: a function of the database; goes in the write of a like, and brings the achievements of both up to their
-- counters, in the order of their ids.
SELECT agora_refresh_likers(:communityId, :userId, :likerEntryIds::uuid[], :authorEntryIds::uuid[], p_comment_id => :commentId) AS points
