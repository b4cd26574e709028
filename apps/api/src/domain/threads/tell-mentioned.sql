-- Not Prisma: goes in the write of a post, or in that which shows it for the first time, and tells whom it mentions; an edit
-- tells nobody, and nobody is told twice. Who is just leaving is waited for, or waits: the foreign key alone would let the
-- notification in behind them.
INSERT INTO notifications AS told (community_id, id, user_id, kind, actor_id, post_id)
SELECT :communityId, m.id, u.id, 'MENTION'::notification_kind, :userId, p.id
FROM posts p, unnest(:noticeIds::uuid[], :usernames::text[]) AS m(id, username)
JOIN users u ON u.community_id = :communityId AND u.username = m.username
WHERE p.community_id = :communityId AND p.id = :postId AND p.author_id = :userId AND p.status = 'PUBLISHED' AND p.edited_at IS NULL
  AND u.id <> :userId AND u.status <> 'DEACTIVATED'
  -- Ids are in order of time: none that is older than the post is looked at.
  AND NOT EXISTS (SELECT FROM notifications n WHERE n.community_id = :communityId AND n.user_id = u.id AND n.id > :postId
    AND n.post_id = :postId AND n.kind = 'MENTION' AND n.comment_id IS NULL)
ORDER BY u.id FOR KEY SHARE OF u
RETURNING told.id
