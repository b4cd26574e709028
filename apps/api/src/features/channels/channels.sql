-- Not Prisma: the newest post of each channel by its index, where Prisma would read all posts of all channels.
-- :slug may be null.
-- version is never null.
-- postCount is never null.
SELECT round(date_part('epoch', c.updated_at) * 1000) AS version, c.id, c.slug, c.name, c.description, c.position,
  c.post_role AS "postRole", c.slow_seconds AS "slowSeconds",
  (SELECT count(*) FROM posts p
    WHERE p.community_id = :communityId AND p.channel_id = c.id AND p.status = 'PUBLISHED')::int AS "postCount",
  (SELECT p.last_activity_at FROM posts p
    WHERE p.community_id = :communityId AND p.channel_id = c.id AND p.status = 'PUBLISHED'
    ORDER BY p.last_activity_at DESC, p.id DESC LIMIT 1) AS "lastActivityAt"
FROM channels c WHERE c.community_id = :communityId AND (:slug::text IS NULL OR c.slug = :slug)
ORDER BY c.position, c.slug
