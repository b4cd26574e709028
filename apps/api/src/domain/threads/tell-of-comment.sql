-- Not Prisma: goes in the write that shows a comment for the first time. Tells the author of what it answers (REPLY), whom it
-- mentions, and those followers who have read what they were told before. Who is just leaving is waited for, or waits: the
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
), followers AS MATERIALIZED (
  SELECT u.id FROM made JOIN post_follows f ON f.community_id = :communityId AND f.post_id = made.post_id
  JOIN users u ON u.community_id = :communityId AND u.id = f.user_id
  WHERE u.id NOT IN (made.author_id, made.answered) AND u.status <> 'DEACTIVATED' AND u.id NOT IN (SELECT id FROM named)
    AND NOT EXISTS (SELECT FROM notifications n WHERE n.community_id = :communityId AND n.post_id = f.post_id
      AND n.user_id = f.user_id AND n.kind = 'FOLLOWED' AND n.read_at IS NULL)
  ORDER BY u.id FOR KEY SHARE OF u
), told AS (
  SELECT :noticeId::uuid AS notice, id, 'REPLY'::notification_kind AS kind FROM reader
  UNION ALL
  SELECT notice, id, 'MENTION' FROM named
  UNION ALL
  -- Ids of version 7, of the same moment.
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      PLACING substring(uuid_send(:noticeId::uuid) FOR 6) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid, id, 'FOLLOWED' FROM followers
)
INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
SELECT :communityId, told.notice, told.id, told.kind, made.author_id, made.post_id, made.id FROM told, made
RETURNING community_id
