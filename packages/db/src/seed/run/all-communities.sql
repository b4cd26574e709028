-- Not Prisma: on the connection that validates, as its role.
SELECT id FROM communities ORDER BY id
