-- Not Prisma: counts the published comments of posts again, which are locked, and when they were last active. In a statement
-- after the one that moved or hid comments, as it sees what was there when it began.
UPDATE posts p SET comment_count = c.comments, last_activity_at = greatest(p.created_at, c.newest),
  updated_at = greatest(now(), agora_later(p.updated_at))
FROM unnest(:postIds::uuid[]) AS wanted(id)
CROSS JOIN LATERAL (SELECT count(*) AS comments, max(created_at) AS newest FROM comments
  WHERE community_id = :communityId AND post_id = wanted.id AND status = 'PUBLISHED') c
WHERE p.community_id = :communityId AND p.id = wanted.id
