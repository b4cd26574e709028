-- Not Prisma: one statement for all communities, on the connection that seeds.
SELECT community_id AS community, user_id AS "user", posts, comments, likes_given AS "likesGiven", likes_received AS "likesReceived",
       streak_days AS "streakDays", last_active_on - DATE '1970-01-01' AS "lastActiveDay"
  FROM user_statistics WHERE community_id = ANY (:communities::uuid[])
