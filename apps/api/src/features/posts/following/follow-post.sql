-- Not Prisma: locks. Who is just leaving is waited for, or waits: the foreign key alone would let the row in behind them.
WITH target AS MATERIALIZED (
  SELECT id FROM posts WHERE community_id = :communityId AND id = :postId AND status IN ('PUBLISHED', 'ARCHIVED') FOR KEY SHARE
), people AS MATERIALIZED (
  SELECT id, status FROM users WHERE community_id = :communityId AND id = :userId AND (SELECT count(*) FROM target) >= 0 FOR KEY SHARE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found' END AS refused
), made AS (
  INSERT INTO post_follows (community_id, post_id, user_id) SELECT :communityId, :postId, :userId FROM verdict WHERE refused IS NULL
  ON CONFLICT DO NOTHING
)
SELECT refused FROM verdict
