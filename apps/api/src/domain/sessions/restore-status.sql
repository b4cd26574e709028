-- Not Prisma: a function of the database. Makes a user active again whose last ban is over, and says their status; in a
-- statement of its own, as it locks the user before it looks at the bans.
SELECT agora_status_now(:communityId, :userId) AS status
