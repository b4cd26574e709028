-- Not Prisma: one statement for all communities, on the connection that seeds.
UPDATE point_transactions SET sequence = sequence + :beyond::int WHERE community_id = ANY (:communities::uuid[])
