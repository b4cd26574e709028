-- Not Prisma: one statement for all communities, on the connection that seeds.
-- counter is never null.
-- atLeast is never null.
SELECT community_id AS community, id, criteria ->> 'counter' AS counter, (criteria ->> 'atLeast')::int AS "atLeast", points
  FROM achievements WHERE community_id = ANY (:communities::uuid[]) AND criteria ->> 'counter' IS NOT NULL AND criteria ->> 'atLeast' IS NOT NULL
 ORDER BY community_id, id
