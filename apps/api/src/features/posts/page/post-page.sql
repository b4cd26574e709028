-- Not Prisma: the post page, hot. The thread is one scan of the index on `path`, as far as the page goes: a number of
-- comments, and of bytes of their texts. Rows become JSON as rows, at three quarters of json_build_object's price. OFFSET 0
-- keeps authors out of the join's planning, or PostgreSQL would read all users and sort the thread again. Drafts show
-- themselves to their author, hidden posts to moderators, too.
-- :viewerId may be null.
-- :after may be null.
-- :under may be null.
-- version is never null.
-- post is never null.
SELECT round(date_part('epoch', p.updated_at) * 1000) AS version, p.view_count AS "viewCount", json_build_object(
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
  'media', (SELECT coalesce(json_agg(json_build_object('id', m.id, 'cid', m.cid, 'mimeType', m.mime_type, 'bytes', m.bytes,
      'width', m.width, 'height', m.height, 'altText', m.alt_text) ORDER BY m.id), '[]')
    FROM media m WHERE m.community_id = :communityId AND m.post_id = p.id),
  'comments', thread.comments, 'nextComments', thread.next) AS post
FROM posts p
JOIN channels ch ON ch.community_id = :communityId AND ch.id = p.channel_id
JOIN users u ON u.community_id = :communityId AND u.id = p.author_id
CROSS JOIN LATERAL (WITH page AS (
    SELECT c.*, row_number() OVER whole <= :comments::int
      AND sum(octet_length(c.body)) OVER whole - octet_length(c.body) < :bytes::int AS shown
    FROM (SELECT c.id, c.parent_id, c.depth, c.path, c.author_id, c.status, c.body, c.like_count, c.accepted_at, c.created_at,
        c.edited_at, c.updated_at
      FROM comments c WHERE c.community_id = :communityId AND c.post_id = :postId
        AND c.path >= coalesce(decode(:after, 'hex') || '\x00', (SELECT path FROM comments
          WHERE community_id = :communityId AND id = :under AND post_id = :postId), '')
        -- What replies to it begins with its path; seventeen times 255 is above any id.
        AND c.path < coalesce((SELECT path FROM comments
          WHERE community_id = :communityId AND id = :under AND post_id = :postId), '') || '\xffffffffffffffffffffffffffffffffff'
      ORDER BY c.path LIMIT :comments::int + 1) c
    WINDOW whole AS (ORDER BY c.path ROWS UNBOUNDED PRECEDING))
  SELECT (SELECT coalesce(json_agg(comment), '[]') FROM (
      SELECT (date_part('epoch', c.updated_at) * 1000)::bigint AS version, c.id, c.parent_id AS "parentId", c.depth,
        CASE c.status WHEN 'PUBLISHED' THEN author END AS author,
        c.status, CASE c.status WHEN 'PUBLISHED' THEN c.body END AS body, c.like_count AS "likeCount",
        :viewerId::uuid IS NOT NULL AND EXISTS (SELECT FROM comment_likes l
          WHERE l.community_id = :communityId AND l.comment_id = c.id AND l.user_id = :viewerId) AS liked,
        c.accepted_at IS NOT NULL AS accepted, c.created_at AS "createdAt", c.edited_at AS "editedAt"
      FROM page c CROSS JOIN LATERAL (SELECT u.id, u.username, u.display_name AS "displayName", u.avatar, u.role
        FROM users u WHERE u.community_id = :communityId AND u.id = c.author_id OFFSET 0) author
      WHERE c.shown ORDER BY c.path) comment) AS comments,
    (SELECT encode(path, 'hex') FROM page WHERE shown AND EXISTS (SELECT FROM page WHERE NOT shown)
      ORDER BY path DESC LIMIT 1) AS next) thread
WHERE p.community_id = :communityId AND p.id = :postId
  AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = :viewerId
    OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM users v
      WHERE v.community_id = :communityId AND v.id = :viewerId AND v.role <> 'MEMBER' AND v.status = 'ACTIVE')))
  AND (:under::uuid IS NULL OR EXISTS (SELECT FROM comments c
    WHERE c.community_id = :communityId AND c.post_id = :postId AND c.id = :under))
