-- Not Prisma: the post page, hot. The thread is one scan of the index on `path`; of more than so many bytes it is left out,
-- as `long` says. Rows become JSON as rows, at three quarters of json_build_object's price. OFFSET 0 keeps authors out of the
-- join's planning, or PostgreSQL would read all users and sort the thread again.
-- :viewerId may be null.
-- :sessionId may be null.
-- version is never null.
-- long is never null.
-- post is never null.
SELECT round(date_part('epoch', p.updated_at) * 1000) AS version, p.view_count AS "viewCount",
  pg_column_size(thread.list) > :bytes AS long, json_build_object(
  'id', p.id, 'title', p.title, 'status', p.status, 'pinned', p.pinned,
  'channel', json_build_object('id', ch.id, 'slug', ch.slug, 'name', ch.name),
  'author', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar,
    'role', u.role),
  'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour) ORDER BY t.slug), '[]')
    FROM post_tags pt JOIN tags t ON t.community_id = :communityId AND t.id = pt.tag_id
    WHERE pt.community_id = :communityId AND pt.post_id = p.id),
  'likeCount', p.like_count, 'commentCount', p.comment_count,
  'createdAt', p.created_at, 'editedAt', p.edited_at, 'lastActivityAt', p.last_activity_at, 'body', p.body,
  'liked', EXISTS (SELECT FROM post_likes l
    WHERE l.community_id = :communityId AND l.post_id = p.id AND l.user_id = :viewerId),
  'locked', p.locked, 'slowSeconds', p.slow_seconds, 'followed', EXISTS (SELECT FROM post_follows f
    WHERE f.community_id = :communityId AND f.post_id = p.id AND f.user_id = :viewerId),
  'media', (SELECT coalesce(json_agg(json_build_object('id', m.id, 'cid', m.cid, 'mimeType', m.mime_type, 'bytes', m.bytes,
      'width', m.width, 'height', m.height, 'altText', m.alt_text) ORDER BY m.id), '[]')
    FROM media m WHERE m.community_id = :communityId AND m.post_id = p.id),
  'comments', CASE WHEN pg_column_size(thread.list) <= :bytes THEN thread.list END,
  -- The place of the last comment, if there is one after it.
  'nextComments', CASE WHEN thread.length = :comments THEN (SELECT encode((array_agg(c.path ORDER BY c.path))[:comments], 'hex')
    FROM (SELECT c.path FROM comments c WHERE c.community_id = :communityId AND c.post_id = p.id
      AND c.path >= decode(:low, 'hex') AND c.path < decode(:high, 'hex') ORDER BY c.path LIMIT :comments + 1) c
    HAVING count(*) > :comments) END) AS post
FROM posts p
JOIN channels ch ON ch.community_id = :communityId AND ch.id = p.channel_id
JOIN users u ON u.community_id = :communityId AND u.id = p.author_id
CROSS JOIN LATERAL (SELECT coalesce(json_agg(thread), '[]') AS list, count(*) AS length FROM (
  SELECT (date_part('epoch', c.updated_at) * 1000)::bigint AS version, c.id, c.parent_id AS "parentId", c.depth,
    CASE c.status WHEN 'PUBLISHED' THEN author END AS author,
    c.status, CASE c.status WHEN 'PUBLISHED' THEN c.body END AS body, c.like_count AS "likeCount",
    :viewerId::uuid IS NOT NULL AND EXISTS (SELECT FROM comment_likes l
      WHERE l.community_id = :communityId AND l.comment_id = c.id AND l.user_id = :viewerId) AS liked,
    c.accepted_at IS NOT NULL AS accepted, c.created_at AS "createdAt", c.edited_at AS "editedAt"
  FROM comments c CROSS JOIN LATERAL (SELECT u.id, u.username, u.display_name AS "displayName", u.avatar, u.role
    FROM users u WHERE u.community_id = :communityId AND u.id = c.author_id OFFSET 0) author
  WHERE c.community_id = :communityId AND c.post_id = p.id AND c.path >= decode(:low, 'hex') AND c.path < decode(:high, 'hex')
  ORDER BY c.path LIMIT :comments::int) thread) thread
WHERE p.community_id = :communityId AND p.id = :postId
  AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = :viewerId
    OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM users v
      WHERE v.community_id = :communityId AND v.id = :viewerId AND v.role <> 'MEMBER' AND v.status = 'ACTIVE')
      AND NOT agora_lacks_second_factor(:communityId, :viewerId, :sessionId)))
