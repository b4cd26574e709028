-- Not Prisma: one statement for all communities, on the connection that seeds.
SELECT id FROM users WHERE community_id = ANY (:communities::uuid[]) AND status = 'DEACTIVATED'
