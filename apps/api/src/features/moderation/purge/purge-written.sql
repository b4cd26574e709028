-- Not Prisma: a function of the database: goes on with the purge of a person, and says how much there was.
-- purged is never null.
SELECT agora_purge_written(:communityId, :purgeId, :most) AS purged
