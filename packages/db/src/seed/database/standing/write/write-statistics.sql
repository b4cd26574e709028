-- Not Prisma: many accounts at once; days are counted from 1970.
-- :days may hold nulls.
UPDATE user_statistics s SET posts = n.posts, comments = n.comments, likes_given = n.given, likes_received = n.received,
       streak_days = n.streak, last_active_on = DATE '1970-01-01' + n.day
  FROM unnest(:communities::uuid[], :users::uuid[], :posts::int[], :comments::int[], :likesGiven::int[], :likesReceived::int[],
         :streaks::int[], :days::int[]) n(community, id, posts, comments, given, received, streak, day)
 WHERE s.community_id = n.community AND s.user_id = n.id
