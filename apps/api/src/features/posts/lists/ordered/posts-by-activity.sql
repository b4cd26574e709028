-- Not Prisma: the forum's front page. One of four branches runs, each on the index of its filter and planned for it; a
-- LIMIT that is a parameter alone would be planned for a tenth of the table. `before` is the last post of the page before.
-- :channel may be null.
-- :tag may be null.
-- :author may be null.
-- item is never null.
-- place is never null.
-- id is never null.
SELECT p.last_activity_at AS place, p.id, json_build_object(
  'version', round(date_part('epoch', p.updated_at) * 1000)::bigint, 'id', p.id, 'title', p.title, 'status', p.status, 'pinned', p.pinned,
  'channel', json_build_object('id', ch.id, 'slug', ch.slug, 'name', ch.name),
  'author', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar,
    'role', u.role),
  'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour) ORDER BY t.slug), '[]')
    FROM post_tags pt JOIN tags t ON t.community_id = :communityId AND t.id = pt.tag_id
    WHERE pt.community_id = :communityId AND pt.post_id = p.id),
  'viewCount', p.view_count, 'likeCount', p.like_count, 'commentCount', p.comment_count,
  'createdAt', p.created_at, 'editedAt', p.edited_at, 'lastActivityAt', p.last_activity_at,
  'excerpt', left(p.body, 240)) AS item
FROM (
  SELECT * FROM (
    (SELECT * FROM posts WHERE community_id = :communityId AND status = 'PUBLISHED'
      AND (last_activity_at, id) < (:before::timestamptz, :beforeId::uuid)
      AND :author::text IS NULL AND :channel::text IS NULL AND :tag::text IS NULL
    ORDER BY last_activity_at DESC, id DESC LIMIT 101)
    UNION ALL
    (SELECT * FROM posts WHERE community_id = :communityId AND status = 'PUBLISHED'
      AND (last_activity_at, id) < (:before::timestamptz, :beforeId::uuid)
      AND :author::text IS NULL AND :channel::text IS NULL AND :tag::text IS NOT NULL
      AND EXISTS (SELECT FROM post_tags pt JOIN tags t ON t.community_id = :communityId AND t.id = pt.tag_id
        WHERE pt.community_id = :communityId AND pt.post_id = posts.id AND t.slug = :tag)
    ORDER BY last_activity_at DESC, id DESC LIMIT 101)
    UNION ALL
    (SELECT * FROM posts WHERE community_id = :communityId AND status = 'PUBLISHED'
      AND (last_activity_at, id) < (:before::timestamptz, :beforeId::uuid)
      AND :author::text IS NULL AND :channel::text IS NOT NULL
      AND channel_id = (SELECT id FROM channels WHERE community_id = :communityId AND slug = :channel)
      AND (:tag::text IS NULL OR EXISTS (SELECT FROM post_tags pt JOIN tags t ON t.community_id = :communityId AND t.id = pt.tag_id
        WHERE pt.community_id = :communityId AND pt.post_id = posts.id AND t.slug = :tag))
    ORDER BY last_activity_at DESC, id DESC LIMIT 101)
    UNION ALL
    (SELECT * FROM posts WHERE community_id = :communityId AND status = 'PUBLISHED'
      AND (last_activity_at, id) < (:before::timestamptz, :beforeId::uuid)
      AND :author::text IS NOT NULL
      AND author_id = (SELECT id FROM users WHERE community_id = :communityId AND username = :author)
      AND (:channel::text IS NULL OR channel_id = (SELECT id FROM channels WHERE community_id = :communityId AND slug = :channel))
      AND (:tag::text IS NULL OR EXISTS (SELECT FROM post_tags pt JOIN tags t ON t.community_id = :communityId AND t.id = pt.tag_id
        WHERE pt.community_id = :communityId AND pt.post_id = posts.id AND t.slug = :tag))
    ORDER BY last_activity_at DESC, id DESC LIMIT 101)
  ) branch
  ORDER BY last_activity_at DESC, id DESC LIMIT :limit::int + 1
) p
JOIN channels ch ON ch.community_id = :communityId AND ch.id = p.channel_id
JOIN users u ON u.community_id = :communityId AND u.id = p.author_id
ORDER BY p.last_activity_at DESC, p.id DESC
