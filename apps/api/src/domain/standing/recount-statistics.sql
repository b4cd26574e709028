-- Not Prisma: counts a user's published posts and comments again, after one was taken out. It is rare, so counting costs
-- nothing that matters, and the day of the last activity, and how many days in a row it ends, cannot be known otherwise.
WITH written AS MATERIALIZED (
  SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS posts, 0 AS comments FROM posts
  WHERE community_id = :communityId AND author_id = :userId AND status = 'PUBLISHED' GROUP BY 1
  UNION ALL SELECT (created_at AT TIME ZONE 'UTC')::date, 0, count(*) FROM comments
  WHERE community_id = :communityId AND author_id = :userId AND status = 'PUBLISHED' GROUP BY 1
), days AS (
  SELECT day, max(day) OVER () - day AS ago, row_number() OVER (ORDER BY day DESC) AS place FROM written GROUP BY day
)
UPDATE user_statistics s SET posts = (SELECT coalesce(sum(posts), 0) FROM written),
  comments = (SELECT coalesce(sum(comments), 0) FROM written), last_active_on = (SELECT max(day) FROM written),
  streak_days = (SELECT count(*) FROM days WHERE ago = place - 1), updated_at = now()
WHERE s.community_id = :communityId AND s.user_id = :userId
