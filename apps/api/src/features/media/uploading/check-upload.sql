-- Not Prisma: goes with others in one round trip, once before any of a file is read and once under lock-for-upload, and
-- adds up what its author has. A quota of 0 is none; a post may have 20 media; :cid is null while it is not known.
-- :cid may be null.
WITH target AS (
  SELECT status, author_id FROM posts WHERE community_id = :communityId AND id = :postId
), actor AS (
  SELECT role FROM users WHERE community_id = :communityId AND id = :userId AND status = 'ACTIVE'
)
SELECT CASE
  WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
  WHEN NOT EXISTS (SELECT FROM target p WHERE p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = :userId
    OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM actor WHERE role <> 'MEMBER')
      AND NOT agora_lacks_second_factor(:communityId, :userId, :sessionId))) THEN 'resource.not_found'
  WHEN (SELECT author_id FROM target) <> :userId THEN 'auth.forbidden'
  WHEN (SELECT status FROM target) IN ('HIDDEN', 'ARCHIVED') THEN 'post.closed'
  WHEN EXISTS (SELECT FROM media m
    WHERE m.community_id = :communityId AND m.post_id = :postId AND m.cid = :cid) THEN NULL
  WHEN (SELECT count(*) FROM media m WHERE m.community_id = :communityId AND m.post_id = :postId) >= 20
    THEN 'media.too_many'
  WHEN :quota::bigint > 0 AND :bytes::bigint + (SELECT coalesce(sum(m.bytes), 0)
      FROM media m JOIN posts p ON p.community_id = :communityId AND p.id = m.post_id
      WHERE m.community_id = :communityId AND p.author_id = :userId) > :quota::bigint
    THEN 'media.quota_exceeded' END AS refused
