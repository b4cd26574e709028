// Made from post-page.sql by `pnpm --filter @agora/api run generate:sql`.
import { type JsonText, sql } from '@agora/db/sql';

export interface PostPageParameters {
  readonly bytes: number;
  readonly communityId: string;
  readonly viewerId: string | null;
  readonly comments: number;
  readonly low: string;
  readonly high: string;
  readonly postId: string;
  readonly sessionId: string | null;
}

export interface PostPageRow {
  readonly version: number;
  readonly viewCount: number;
  readonly long: boolean;
  readonly post: JsonText;
}

export const postPageSql = sql<PostPageParameters, PostPageRow>({
  name: 'post-page',
  parameters: ['bytes', 'communityId', 'viewerId', 'comments', 'low', 'high', 'postId', 'sessionId'],
  text: `SELECT round(date_part('epoch', p.updated_at) * 1000) AS version, p.view_count AS "viewCount",
  pg_column_size(thread.list) > $1 AS long, json_build_object(
  'id', p.id, 'title', p.title, 'status', p.status, 'pinned', p.pinned,
  'channel', json_build_object('id', ch.id, 'slug', ch.slug, 'name', ch.name),
  'author', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar,
    'role', u.role),
  'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour) ORDER BY t.slug), '[]')
    FROM post_tags pt JOIN tags t ON t.community_id = $2 AND t.id = pt.tag_id
    WHERE pt.community_id = $2 AND pt.post_id = p.id),
  'likeCount', p.like_count, 'commentCount', p.comment_count,
  'createdAt', p.created_at, 'editedAt', p.edited_at, 'lastActivityAt', p.last_activity_at, 'body', p.body,
  'liked', EXISTS (SELECT FROM post_likes l
    WHERE l.community_id = $2 AND l.post_id = p.id AND l.user_id = $3),
  'locked', p.locked, 'slowSeconds', p.slow_seconds, 'followed', EXISTS (SELECT FROM post_follows f
    WHERE f.community_id = $2 AND f.post_id = p.id AND f.user_id = $3),
  'media', (SELECT coalesce(json_agg(json_build_object('id', m.id, 'cid', m.cid, 'mimeType', m.mime_type, 'bytes', m.bytes,
      'width', m.width, 'height', m.height, 'altText', m.alt_text) ORDER BY m.id), '[]')
    FROM media m WHERE m.community_id = $2 AND m.post_id = p.id),
  'comments', CASE WHEN pg_column_size(thread.list) <= $1 THEN thread.list END,
  -- The place of the last comment, if there is one after it.
  'nextComments', CASE WHEN thread.length = $4 THEN (SELECT encode((array_agg(c.path ORDER BY c.path))[$4], 'hex')
    FROM (SELECT c.path FROM comments c WHERE c.community_id = $2 AND c.post_id = p.id
      AND c.path >= decode($5, 'hex') AND c.path < decode($6, 'hex') ORDER BY c.path LIMIT $4 + 1) c
    HAVING count(*) > $4) END) AS post
FROM posts p
JOIN channels ch ON ch.community_id = $2 AND ch.id = p.channel_id
JOIN users u ON u.community_id = $2 AND u.id = p.author_id
CROSS JOIN LATERAL (SELECT coalesce(json_agg(thread), '[]') AS list, count(*) AS length FROM (
  SELECT (date_part('epoch', c.updated_at) * 1000)::bigint AS version, c.id, c.parent_id AS "parentId", c.depth,
    CASE c.status WHEN 'PUBLISHED' THEN author END AS author,
    c.status, CASE c.status WHEN 'PUBLISHED' THEN c.body END AS body, c.like_count AS "likeCount",
    $3::uuid IS NOT NULL AND EXISTS (SELECT FROM comment_likes l
      WHERE l.community_id = $2 AND l.comment_id = c.id AND l.user_id = $3) AS liked,
    c.accepted_at IS NOT NULL AS accepted, c.created_at AS "createdAt", c.edited_at AS "editedAt"
  FROM comments c CROSS JOIN LATERAL (SELECT u.id, u.username, u.display_name AS "displayName", u.avatar, u.role
    FROM users u WHERE u.community_id = $2 AND u.id = c.author_id OFFSET 0) author
  WHERE c.community_id = $2 AND c.post_id = p.id AND c.path >= decode($5, 'hex') AND c.path < decode($6, 'hex')
  ORDER BY c.path LIMIT $4::int) thread) thread
WHERE p.community_id = $2 AND p.id = $7
  AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = $3
    OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM users v
      WHERE v.community_id = $2 AND v.id = $3 AND v.role <> 'MEMBER' AND v.status = 'ACTIVE')
      AND NOT agora_lacks_second_factor($2, $3, $8)))`,
});
