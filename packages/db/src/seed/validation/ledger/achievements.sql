-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT p.community_id, format('%s of %s', a.code, p.user_id) AS row,
       format('progress %s, earned at %s, threshold %s', p.progress, p.earned_at, a.criteria ->> 'atLeast') AS detail
  FROM user_achievements p
  JOIN achievements a ON a.community_id = p.community_id AND a.id = p.achievement_id
  JOIN user_statistics s ON s.community_id = p.community_id AND s.user_id = p.user_id
 CROSS JOIN LATERAL (
         SELECT CASE a.criteria ->> 'counter' WHEN 'posts' THEN s.posts WHEN 'comments' THEN s.comments WHEN 'likesGiven' THEN s.likes_given
                  WHEN 'likesReceived' THEN s.likes_received WHEN 'streakDays' THEN s.streak_days END AS counter,
                (a.criteria ->> 'atLeast')::int AS goal) c
 WHERE (:communities::uuid[] IS NULL OR p.community_id = ANY (:communities))
   AND (p.progress IS DISTINCT FROM least(c.counter, c.goal) OR c.counter IS NULL OR c.goal IS NULL
     OR (p.earned_at IS NOT NULL) <> (c.counter >= c.goal));

-- Where achievements are kept at all: seeds can be applied without them. One that was thought of after somebody's last
-- act is theirs with the next.
SELECT s.community_id, format('%s of %s', a.code, s.user_id) AS row, format('reached, and not there: threshold %s', c.goal) AS detail
  FROM user_statistics s JOIN achievements a ON a.community_id = s.community_id
  LEFT JOIN user_achievements p ON p.community_id = s.community_id AND p.user_id = s.user_id AND p.achievement_id = a.id
 CROSS JOIN LATERAL (
         SELECT CASE a.criteria ->> 'counter' WHEN 'posts' THEN s.posts WHEN 'comments' THEN s.comments WHEN 'likesGiven' THEN s.likes_given
                  WHEN 'likesReceived' THEN s.likes_received WHEN 'streakDays' THEN s.streak_days END AS counter,
                (a.criteria ->> 'atLeast')::int AS goal) c
 WHERE (:communities::uuid[] IS NULL OR s.community_id = ANY (:communities)) AND p.user_id IS NULL
   AND c.counter >= c.goal AND s.updated_at >= a.created_at AND s.community_id IN (SELECT community_id FROM user_achievements);
