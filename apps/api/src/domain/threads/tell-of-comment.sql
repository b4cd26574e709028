-- Not Prisma: goes in the write that shows a comment for the first time. Tells the author of what it answers (REPLY) and whom it
-- mentions, and notes that followers are to be told, by tell-followers.sql. Who is just leaving is waited for, or waits: the
-- foreign key alone would let the notification in behind them.
WITH made AS MATERIALIZED (
  SELECT c.id, c.post_id, c.author_id, coalesce(above.author_id, p.author_id) AS answered FROM comments c
  JOIN posts p ON p.community_id = :communityId AND p.id = c.post_id
  LEFT JOIN comments above ON above.community_id = :communityId AND above.id = c.parent_id
  WHERE c.community_id = :communityId AND c.id = :commentId AND c.status = 'PUBLISHED' AND c.edited_at IS NULL
), readers AS MATERIALIZED (
  SELECT id, username FROM users WHERE community_id = :communityId AND id <> (SELECT author_id FROM made)
    AND (id = (SELECT answered FROM made) OR username = ANY (:usernames::text[])) AND status <> 'DEACTIVATED'
  ORDER BY id FOR KEY SHARE
), announced AS (
  INSERT INTO comment_announcements AS a (community_id, comment_id)
  SELECT :communityId, made.id FROM made
  WHERE EXISTS (SELECT FROM post_follows f WHERE f.community_id = :communityId AND f.post_id = made.post_id)
  ON CONFLICT DO NOTHING RETURNING a.community_id
), told AS (
  SELECT u.id, CASE WHEN u.id = made.answered THEN :noticeId::uuid ELSE m.id END AS notice,
    CASE WHEN u.id = made.answered THEN 'REPLY'::notification_kind ELSE 'MENTION' END AS kind
  FROM made, readers u LEFT JOIN unnest(:noticeIds::uuid[], :usernames::text[]) AS m(id, username) ON m.username = u.username
)
INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
SELECT :communityId, told.notice, told.id, told.kind, made.author_id, made.post_id, made.id FROM told, made
RETURNING community_id
