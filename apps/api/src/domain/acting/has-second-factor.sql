-- Not Prisma: a function of the database.
SELECT agora_has_second_factor(:communityId, :userId, :sessionId) AS "hasFactor"
