-- Not Prisma: one statement for all communities, on the connection that seeds.
SELECT id FROM point_transactions WHERE community_id = ANY (:communities::uuid[]) LIMIT 1
