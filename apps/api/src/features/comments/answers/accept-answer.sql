-- Not Prisma: the post's author takes a comment as the answer, or takes that back, and the answer's author earns once and is
-- told, in one statement, with post, comment and both users locked.
WITH home AS MATERIALIZED (
  SELECT p.id, p.author_id, p.status, p.created_at FROM posts p WHERE p.community_id = :communityId
    AND p.id = (SELECT post_id FROM comments WHERE community_id = :communityId AND id = :commentId) FOR NO KEY UPDATE
), target AS MATERIALIZED (
  SELECT c.id, c.post_id, c.author_id, c.status, c.accepted_at FROM comments c
  WHERE c.community_id = :communityId AND c.id = :commentId AND c.post_id = (SELECT id FROM home) FOR NO KEY UPDATE
), people AS MATERIALIZED (
  SELECT id, role, status FROM users
  WHERE community_id = :communityId AND id IN (:userId, (SELECT author_id FROM target)) ORDER BY id FOR NO KEY UPDATE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = :userId AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target, home
      WHERE target.status = 'PUBLISHED' AND home.status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
    WHEN (SELECT author_id FROM home) <> :userId THEN 'auth.forbidden'
    WHEN (SELECT status FROM home) <> 'PUBLISHED' THEN 'post.closed'
    WHEN :accepting::bool AND EXISTS (SELECT FROM comments c WHERE c.community_id = :communityId
      AND c.post_id = (SELECT id FROM home) AND c.accepted_at IS NOT NULL AND c.id <> :commentId)
      THEN 'conflict.duplicate' END AS refused, now() AS time
), made AS (
  UPDATE comments c SET updated_at = now(),
    accepted_at = CASE WHEN :accepting THEN coalesce(c.accepted_at, greatest(verdict.time, c.created_at)) END
  FROM verdict WHERE refused IS NULL AND c.community_id = :communityId AND c.id = :commentId RETURNING c.id
), earned AS (
  SELECT agora_award(:communityId, t.author_id, :entryId, 'ANSWER_ACCEPTED', 'answer:' || t.id, 'COMMENT', t.id) AS points
  FROM made, target t WHERE :accepting AND t.author_id <> :userId
), told AS (
  INSERT INTO notifications AS notice (community_id, id, user_id, kind, actor_id, post_id, comment_id)
  SELECT :communityId, :noticeId, t.author_id, 'ANSWER_ACCEPTED', :userId, t.post_id, t.id
  FROM earned, target t JOIN people p ON p.id = t.author_id
  WHERE t.accepted_at IS NULL AND p.status <> 'DEACTIVATED'
    -- Told once, however often it is taken back. Ids are in order of time: none that is older than the comment is looked at.
    AND NOT EXISTS (SELECT FROM notifications n WHERE n.community_id = :communityId AND n.user_id = t.author_id
      AND n.id > t.id AND n.comment_id = t.id AND n.kind = 'ANSWER_ACCEPTED')
  RETURNING notice.community_id
)
SELECT refused, (SELECT sum(points) FROM earned)::int AS points FROM verdict
