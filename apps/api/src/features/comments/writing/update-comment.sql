-- Not Prisma: an edit with the text before it in one statement, with comment and author locked; lock-thread goes before it in
-- the transaction. What a new member writes may have to wait for a moderator: then it is counted no more.
-- :html may be null.
WITH target AS MATERIALIZED (
  SELECT c.id, c.post_id, c.author_id, c.status, c.body, (date_part('epoch', c.updated_at) * 1000)::bigint AS version
  FROM comments c WHERE c.community_id = :communityId AND c.id = :commentId FOR NO KEY UPDATE
), people AS MATERIALIZED (
  SELECT id, role, status, muted_until FROM users WHERE community_id = :communityId AND id = :userId
    AND (SELECT count(*) FROM target) >= 0 FOR NO KEY UPDATE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = :userId AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target JOIN posts p ON p.community_id = :communityId AND p.id = target.post_id
      WHERE target.status = 'PUBLISHED' AND p.status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
    WHEN (SELECT author_id FROM target) <> :userId THEN 'auth.forbidden'
    WHEN (SELECT muted_until FROM people) > now() THEN 'member.muted'
    WHEN (SELECT version FROM target) <> :version::bigint THEN 'request.precondition_failed' END AS refused,
    agora_waits_as_new(:communityId, :userId, :sessionId, :links::int) AS waits
), kept AS (
  INSERT INTO comment_revisions (community_id, id, comment_id, editor_id, body)
  SELECT :communityId, :revisionId, t.id, :userId, t.body FROM target t, verdict WHERE refused IS NULL AND t.body <> :body
  RETURNING community_id
), made AS (
  UPDATE comments c SET body = :body, html = :html, edited_at = greatest(now(), c.created_at),
    updated_at = greatest(now(), agora_later(c.updated_at)),
    status = CASE WHEN verdict.waits THEN 'HIDDEN' ELSE c.status END,
    accepted_at = CASE WHEN verdict.waits THEN NULL ELSE c.accepted_at END
  FROM verdict WHERE refused IS NULL AND c.community_id = :communityId AND c.id = :commentId RETURNING c.id, c.post_id, c.status
), waiting AS (
  INSERT INTO comment_holds (community_id, comment_id, reason)
  SELECT :communityId, id, 'NEW_MEMBER' FROM made WHERE status = 'HIDDEN'
  RETURNING community_id
), counted AS (
  UPDATE posts p SET comment_count = p.comment_count - 1,
    last_activity_at = greatest(p.created_at, (SELECT max(c.created_at) FROM comments c
      WHERE c.community_id = :communityId AND c.post_id = p.id AND c.status = 'PUBLISHED' AND c.id <> :commentId))
  FROM made WHERE made.status = 'HIDDEN' AND p.community_id = :communityId AND p.id = made.post_id
)
SELECT refused FROM verdict
