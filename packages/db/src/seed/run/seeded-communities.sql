-- Not Prisma: one statement for all communities, on the connection that seeds.
SELECT id FROM communities WHERE id = ANY (:communities::uuid[])
