-- Not Prisma: the like, the counter, both ledger entries under their caps and both users' statistics in one statement, with
-- the rows locked in the order that all writers keep: post, comment, users by id. Doing it twice changes nothing, and
-- giving a like again that was taken back earns nothing, as the ledger's keys are the like's.
-- likeCount is never null.
-- points is never null.
WITH target AS MATERIALIZED (
  SELECT * FROM posts WHERE community_id = :communityId AND id = :postId FOR NO KEY UPDATE
), people AS MATERIALIZED (
  SELECT id, status FROM users
  WHERE community_id = :communityId AND id IN (:userId, (SELECT author_id FROM target)) ORDER BY id FOR NO KEY UPDATE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = :userId AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target WHERE status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
    WHEN (SELECT author_id FROM target) = :userId THEN 'like.own'
    WHEN NOT EXISTS (SELECT FROM target WHERE status = 'PUBLISHED') THEN 'post.closed' END AS refused
), made AS (
  INSERT INTO post_likes (community_id, post_id, user_id)
  SELECT :communityId, :postId, :userId FROM verdict WHERE refused IS NULL
  ON CONFLICT DO NOTHING RETURNING user_id
), counted AS (
  UPDATE posts t SET like_count = t.like_count + 1 FROM made
  WHERE t.community_id = :communityId AND t.id = :postId
  RETURNING t.like_count, t.author_id
), earned AS (
  SELECT agora_award(:communityId, :userId, :givenId, 'LIKE_GIVEN',
      'post_like:' || :postId::uuid || ':' || :userId::uuid || ':given', 'POST_LIKE', :postId)
    + agora_award(:communityId, counted.author_id, :receivedId, 'LIKE_RECEIVED',
      'post_like:' || :postId::uuid || ':' || :userId::uuid || ':received', 'POST_LIKE', :postId) AS points
  FROM counted
), noted AS (
  UPDATE user_statistics s SET likes_given = s.likes_given + (s.user_id = :userId)::int,
    likes_received = s.likes_received + (s.user_id <> :userId)::int, updated_at = now()
  FROM earned, target WHERE s.community_id = :communityId AND s.user_id IN (:userId, target.author_id)
)
SELECT refused, coalesce((SELECT like_count FROM counted), (SELECT like_count FROM target), 0) AS "likeCount",
  coalesce((SELECT points FROM earned), 0) AS points
FROM verdict
