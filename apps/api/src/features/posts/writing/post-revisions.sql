-- Not Prisma: until the client runs in a scope in one round trip.
-- :viewerId may be null.
-- items is never null.
SELECT (SELECT coalesce(json_agg(json_build_object('id', r.id, 'title', r.title, 'body', r.body, 'replacedAt', r.created_at,
    'editor', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar,
      'role', u.role)) ORDER BY r.id DESC), '[]')
  FROM post_revisions r JOIN users u ON u.community_id = :communityId AND u.id = r.editor_id
  WHERE r.community_id = :communityId AND r.post_id = p.id) AS items
FROM posts p WHERE p.community_id = :communityId AND p.id = :postId
  AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = :viewerId)
