-- Not Prisma: one statement for all communities, on the connection that seeds.
-- earned is never null.
SELECT community_id AS community, user_id AS "user", achievement_id AS achievement, progress, earned_at IS NOT NULL AS earned
  FROM user_achievements WHERE community_id = ANY (:communities::uuid[])
