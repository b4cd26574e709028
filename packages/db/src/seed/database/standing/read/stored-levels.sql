-- Not Prisma: one statement for all communities, on the connection that seeds.
SELECT community_id AS community, rank, min_points AS "minPoints" FROM levels WHERE community_id = ANY (:communities::uuid[])
