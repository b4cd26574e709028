-- Not Prisma: a function of the database, the bonus of whoever has just proved their address, given once. In a statement of
-- its own, after the one that proved it: the ledger moves the same row.
SELECT agora_award(:communityId, :userId, :entryId, 'WELCOME', 'welcome:' || :userId::uuid, 'USER', :userId) AS points
