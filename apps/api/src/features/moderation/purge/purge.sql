-- Not Prisma: a function of the database: the application cannot take away what was said, but by purging it with a trace.
SELECT agora_purge(:communityId, :purgeId, :kind::purge_kind, :targetId, :adminId, :reason) AS refused
