-- Not Prisma: goes in the write of an edit. Tags and media are never older than their post: after a draft was published
-- they are as new as it is.
WITH media AS (
  UPDATE media m SET created_at = p.created_at, updated_at = greatest(m.updated_at, p.created_at) FROM posts p
  WHERE p.community_id = :communityId AND p.id = :postId
    AND m.community_id = :communityId AND m.post_id = p.id AND m.created_at < p.created_at
)
UPDATE post_tags pt SET created_at = p.created_at FROM posts p
WHERE p.community_id = :communityId AND p.id = :postId
  AND pt.community_id = :communityId AND pt.post_id = p.id AND pt.created_at < p.created_at
