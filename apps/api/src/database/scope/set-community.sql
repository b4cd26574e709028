-- Not Prisma: goes ahead of every batch, in its transaction and in its write.
-- done is never null.
SELECT true AS done FROM agora_set_community(:communityId)
