-- Not Prisma: goes in every write that moves a counter, and brings the user's achievements up to their counters.
SELECT agora_refresh_achievements(:communityId, :userId, :entryIds::uuid[]) AS points
