-- Not Prisma: goes in the write of a post, and tells whom it mentions if it is published: goes with its publication,
-- as an edit tells nobody. Who is just leaving is waited for, or waits: the foreign key alone would let the notification in behind them.
INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id)
SELECT :communityId, m.id, u.id, 'MENTION'::notification_kind, :userId, p.id
FROM posts p, unnest(:noticeIds::uuid[], :usernames::text[]) AS m(id, username)
JOIN users u ON u.community_id = :communityId AND u.username = m.username
WHERE p.community_id = :communityId AND p.id = :postId AND p.author_id = :userId AND p.status = 'PUBLISHED'
  AND u.id <> :userId AND u.status <> 'DEACTIVATED'
ORDER BY u.id FOR KEY SHARE OF u
RETURNING id
