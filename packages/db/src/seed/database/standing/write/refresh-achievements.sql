-- Not Prisma: a function of the database.
SELECT agora_refresh_achievements(:communityId, :userId, :entryIds::uuid[]) AS points
