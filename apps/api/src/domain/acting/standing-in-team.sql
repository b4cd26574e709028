-- Not Prisma: a function of the database, whether somebody lacks the second factor that their community asks its team for. It asks
-- for the settings by itself: a join through the community Citus refuses.
SELECT role, status, agora_lacks_second_factor(:communityId, :userId, :sessionId) AS "lacksFactor"
FROM users WHERE community_id = :communityId AND id = :userId
