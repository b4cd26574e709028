-- Not Prisma: takes a like back with its counter and both users' statistics in one statement, locked as a like is. The
-- points stay.
-- likeCount is never null.
WITH target AS MATERIALIZED (
  SELECT * FROM comments WHERE community_id = :communityId AND id = :commentId FOR NO KEY UPDATE
), home AS (
  SELECT p.status FROM posts p JOIN target ON p.id = target.post_id WHERE p.community_id = :communityId
), people AS MATERIALIZED (
  SELECT id, status FROM users
  WHERE community_id = :communityId AND id IN (:userId, (SELECT author_id FROM target)) ORDER BY id FOR NO KEY UPDATE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = :userId AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target WHERE status = 'PUBLISHED' AND (SELECT status FROM home) IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found' END AS refused
), gone AS (
  DELETE FROM comment_likes l USING verdict
  WHERE refused IS NULL AND l.community_id = :communityId AND l.comment_id = :commentId AND l.user_id = :userId
  RETURNING l.user_id
), counted AS (
  UPDATE comments t SET like_count = t.like_count - 1 FROM gone
  WHERE t.community_id = :communityId AND t.id = :commentId
  RETURNING t.like_count
), noted AS (
  UPDATE user_statistics s SET likes_given = s.likes_given - (s.user_id = :userId)::int,
    likes_received = s.likes_received - (s.user_id <> :userId)::int, updated_at = now()
  FROM counted, target WHERE s.community_id = :communityId AND s.user_id IN (:userId, target.author_id)
)
SELECT refused, coalesce((SELECT like_count FROM counted), (SELECT like_count FROM target), 0) AS "likeCount"
FROM verdict
