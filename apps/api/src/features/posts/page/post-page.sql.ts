// Made from post-page.sql by `pnpm --filter @agora/api run generate:sql`.
import type { JsonText } from '../../../database/column-types.ts';
import { sql } from '../../../database/sql.ts';

export interface PostPageParameters {
  readonly communityId: string;
  readonly viewerId: string | null;
  readonly comments: number;
  readonly bytes: number;
  readonly postId: string;
  readonly after: string | null;
  readonly under: string | null;
}

export interface PostPageRow {
  readonly version: number;
  readonly viewCount: number;
  readonly post: JsonText;
}

export const postPageSql = sql<PostPageParameters, PostPageRow>({
  name: 'post-page',
  parameters: ['communityId', 'viewerId', 'comments', 'bytes', 'postId', 'after', 'under'],
  text: `SELECT round(date_part('epoch', p.updated_at) * 1000) AS version, p.view_count AS "viewCount", json_build_object(
  'id', p.id, 'title', p.title, 'status', p.status, 'pinned', p.pinned,
  'channel', json_build_object('id', ch.id, 'slug', ch.slug, 'name', ch.name),
  'author', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar,
    'role', u.role),
  'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour) ORDER BY t.slug), '[]')
    FROM post_tags pt JOIN tags t ON t.community_id = $1 AND t.id = pt.tag_id
    WHERE pt.community_id = $1 AND pt.post_id = p.id),
  'likeCount', p.like_count, 'commentCount', p.comment_count,
  'createdAt', p.created_at, 'editedAt', p.edited_at, 'lastActivityAt', p.last_activity_at, 'body', p.body,
  'liked', EXISTS (SELECT FROM post_likes l
    WHERE l.community_id = $1 AND l.post_id = p.id AND l.user_id = $2),
  'media', (SELECT coalesce(json_agg(json_build_object('id', m.id, 'cid', m.cid, 'mimeType', m.mime_type, 'bytes', m.bytes,
      'width', m.width, 'height', m.height, 'altText', m.alt_text) ORDER BY m.id), '[]')
    FROM media m WHERE m.community_id = $1 AND m.post_id = p.id),
  'comments', thread.comments, 'nextComments', thread.next) AS post
FROM posts p
JOIN channels ch ON ch.community_id = $1 AND ch.id = p.channel_id
JOIN users u ON u.community_id = $1 AND u.id = p.author_id
CROSS JOIN LATERAL (WITH page AS (
    SELECT c.*, row_number() OVER whole <= $3::int
      AND sum(octet_length(c.body)) OVER whole - octet_length(c.body) < $4::int AS shown
    FROM (SELECT c.id, c.parent_id, c.depth, c.path, c.author_id, c.status, c.body, c.like_count, c.accepted_at, c.created_at,
        c.edited_at, c.updated_at
      FROM comments c WHERE c.community_id = $1 AND c.post_id = $5
        AND c.path >= coalesce(decode($6, 'hex') || '\\x00', (SELECT path FROM comments
          WHERE community_id = $1 AND id = $7 AND post_id = $5), '')
        -- What replies to it begins with its path; seventeen times 255 is above any id.
        AND c.path < coalesce((SELECT path FROM comments
          WHERE community_id = $1 AND id = $7 AND post_id = $5), '') || '\\xffffffffffffffffffffffffffffffffff'
      ORDER BY c.path LIMIT $3::int + 1) c
    WINDOW whole AS (ORDER BY c.path ROWS UNBOUNDED PRECEDING))
  SELECT (SELECT coalesce(json_agg(comment), '[]') FROM (
      SELECT (date_part('epoch', c.updated_at) * 1000)::bigint AS version, c.id, c.parent_id AS "parentId", c.depth,
        CASE c.status WHEN 'PUBLISHED' THEN author END AS author,
        c.status, CASE c.status WHEN 'PUBLISHED' THEN c.body END AS body, c.like_count AS "likeCount",
        $2::uuid IS NOT NULL AND EXISTS (SELECT FROM comment_likes l
          WHERE l.community_id = $1 AND l.comment_id = c.id AND l.user_id = $2) AS liked,
        c.accepted_at IS NOT NULL AS accepted, c.created_at AS "createdAt", c.edited_at AS "editedAt"
      FROM page c CROSS JOIN LATERAL (SELECT u.id, u.username, u.display_name AS "displayName", u.avatar, u.role
        FROM users u WHERE u.community_id = $1 AND u.id = c.author_id OFFSET 0) author
      WHERE c.shown ORDER BY c.path) comment) AS comments,
    (SELECT encode(path, 'hex') FROM page WHERE shown AND EXISTS (SELECT FROM page WHERE NOT shown)
      ORDER BY path DESC LIMIT 1) AS next) thread
WHERE p.community_id = $1 AND p.id = $5
  AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = $2
    OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM users v
      WHERE v.community_id = $1 AND v.id = $2 AND v.role <> 'MEMBER' AND v.status = 'ACTIVE')))
  AND ($7::uuid IS NULL OR EXISTS (SELECT FROM comments c
    WHERE c.community_id = $1 AND c.post_id = $5 AND c.id = $7))`,
});
