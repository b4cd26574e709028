-- Not Prisma: takes a comment's text out of the thread (DELETED by its author, HIDDEN by a moderator) or, by a moderator,
-- back in, and counts the thread again, in one statement. One that waited and is shown or deleted waits no more. lock-thread
-- goes before it in the transaction.
-- wasHeld is never null.
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
    WHEN NOT EXISTS (SELECT FROM target WHERE status <> 'DELETED') THEN 'resource.not_found'
    WHEN :status::comment_status = 'DELETED' AND (SELECT author_id FROM target) <> :userId THEN 'auth.forbidden'
    WHEN :status <> 'DELETED' AND (SELECT role FROM people WHERE id = :userId) > 'MODERATOR'::user_role
      THEN 'auth.forbidden' END AS refused
), made AS (
  UPDATE comments c SET status = :status, accepted_at = CASE WHEN :status = 'PUBLISHED' THEN c.accepted_at END,
    updated_at = now()
  FROM verdict WHERE refused IS NULL AND c.community_id = :communityId AND c.id = :commentId RETURNING c.id
), counted AS (
  UPDATE posts p SET
    comment_count = (SELECT count(*) FROM comments c WHERE c.community_id = :communityId AND c.post_id = p.id
      AND c.status = 'PUBLISHED' AND c.id <> :commentId) + (:status = 'PUBLISHED')::int,
    last_activity_at = greatest(p.created_at, (SELECT max(c.created_at) FROM comments c
      WHERE c.community_id = :communityId AND c.post_id = p.id
        AND CASE WHEN c.id = :commentId THEN :status = 'PUBLISHED' ELSE c.status = 'PUBLISHED' END))
  FROM made WHERE p.community_id = :communityId AND p.id = (SELECT post_id FROM target)
), ended AS (
  DELETE FROM comment_holds h USING made
  WHERE h.community_id = :communityId AND h.comment_id = made.id AND :status <> 'HIDDEN' RETURNING h.comment_id
)
SELECT refused, EXISTS (SELECT FROM ended) AS "wasHeld", (SELECT author_id FROM target) AS "authorId" FROM verdict
