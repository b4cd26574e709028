-- Not Prisma: goes in the write that shows a comment for the first time. Tells the author of what it answers (REPLY) and whom it
-- mentions, and notes that followers are to be told, by tell-followers.sql. Who is just leaving is waited for, or waits: the
-- foreign key alone would let the notification in behind them.
WITH made AS MATERIALIZED (
  SELECT c.id, c.post_id, c.author_id, coalesce(above.author_id, p.author_id) AS answered FROM comments c
  JOIN posts p ON p.community_id = :communityId AND p.id = c.post_id
  LEFT JOIN comments above ON above.community_id = :communityId AND above.id = c.parent_id
  WHERE c.community_id = :communityId AND c.id = :commentId AND c.status = 'PUBLISHED' AND c.edited_at IS NULL
), reader AS MATERIALIZED (
  SELECT u.id FROM made JOIN users u ON u.community_id = :communityId AND u.id = made.answered
  WHERE u.id <> made.author_id AND u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u
), named AS MATERIALIZED (
  SELECT u.id, m.id AS notice
  FROM made, unnest(:noticeIds::uuid[], :usernames::text[]) AS m(id, username)
  JOIN users u ON u.community_id = :communityId AND u.username = m.username
  WHERE u.id NOT IN (made.author_id, made.answered) AND u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u
), announced AS (
  INSERT INTO comment_announcements AS a (community_id, comment_id)
  SELECT :communityId, made.id FROM made
  WHERE EXISTS (SELECT FROM post_follows f WHERE f.community_id = :communityId AND f.post_id = made.post_id)
  ON CONFLICT DO NOTHING RETURNING a.community_id
), told AS (
  SELECT :noticeId::uuid AS notice, id, 'REPLY'::notification_kind AS kind FROM reader
  UNION ALL
  SELECT notice, id, 'MENTION' FROM named
)
INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
SELECT :communityId, told.notice, told.id, told.kind, made.author_id, made.post_id, made.id FROM told, made
RETURNING community_id
