// Made from posts-by-likes.sql by `pnpm --filter @agora/api run generate:sql`.
import { type JsonText, sql } from '@agora/db/sql';

export interface PostsByLikesParameters {
  readonly communityId: string;
  readonly before: number;
  readonly beforeId: string;
  readonly author: string | null;
  readonly channel: string | null;
  readonly tag: string | null;
  readonly limit: number;
}

export interface PostsByLikesRow {
  readonly place: number;
  readonly id: string;
  readonly item: JsonText;
}

export const postsByLikesSql = sql<PostsByLikesParameters, PostsByLikesRow>({
  name: 'posts-by-likes',
  parameters: ['communityId', 'before', 'beforeId', 'author', 'channel', 'tag', 'limit'],
  text: `SELECT p.like_count AS place, p.id, json_build_object(
  'version', round(date_part('epoch', p.updated_at) * 1000)::bigint, 'id', p.id, 'title', p.title, 'status', p.status, 'pinned', p.pinned,
  'channel', json_build_object('id', ch.id, 'slug', ch.slug, 'name', ch.name),
  'author', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar,
    'role', u.role),
  'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour) ORDER BY t.slug), '[]')
    FROM post_tags pt JOIN tags t ON t.community_id = $1 AND t.id = pt.tag_id
    WHERE pt.community_id = $1 AND pt.post_id = p.id),
  'viewCount', p.view_count, 'likeCount', p.like_count, 'commentCount', p.comment_count,
  'createdAt', p.created_at, 'editedAt', p.edited_at, 'lastActivityAt', p.last_activity_at,
  'excerpt', left(p.body, 240)) AS item
FROM (
  SELECT * FROM (
    (SELECT * FROM posts WHERE community_id = $1 AND status = 'PUBLISHED'
      AND (like_count, id) < ($2::int, $3::uuid)
      AND $4::text IS NULL AND $5::text IS NULL AND $6::text IS NULL
    ORDER BY like_count DESC, id DESC LIMIT 101)
    UNION ALL
    (SELECT * FROM posts WHERE community_id = $1 AND status = 'PUBLISHED'
      AND (like_count, id) < ($2::int, $3::uuid)
      AND $4::text IS NULL AND $5::text IS NULL AND $6::text IS NOT NULL
      AND EXISTS (SELECT FROM post_tags pt JOIN tags t ON t.community_id = $1 AND t.id = pt.tag_id
        WHERE pt.community_id = $1 AND pt.post_id = posts.id AND t.slug = $6)
    ORDER BY like_count DESC, id DESC LIMIT 101)
    UNION ALL
    (SELECT * FROM posts WHERE community_id = $1 AND status = 'PUBLISHED'
      AND (like_count, id) < ($2::int, $3::uuid)
      AND $4::text IS NULL AND $5::text IS NOT NULL
      AND channel_id = (SELECT id FROM channels WHERE community_id = $1 AND slug = $5)
      AND ($6::text IS NULL OR EXISTS (SELECT FROM post_tags pt JOIN tags t ON t.community_id = $1 AND t.id = pt.tag_id
        WHERE pt.community_id = $1 AND pt.post_id = posts.id AND t.slug = $6))
    ORDER BY like_count DESC, id DESC LIMIT 101)
    UNION ALL
    (SELECT * FROM posts WHERE community_id = $1 AND status = 'PUBLISHED'
      AND (like_count, id) < ($2::int, $3::uuid)
      AND $4::text IS NOT NULL
      AND author_id = (SELECT id FROM users WHERE community_id = $1 AND username = $4)
      AND ($5::text IS NULL OR channel_id = (SELECT id FROM channels WHERE community_id = $1 AND slug = $5))
      AND ($6::text IS NULL OR EXISTS (SELECT FROM post_tags pt JOIN tags t ON t.community_id = $1 AND t.id = pt.tag_id
        WHERE pt.community_id = $1 AND pt.post_id = posts.id AND t.slug = $6))
    ORDER BY like_count DESC, id DESC LIMIT 101)
  ) branch
  ORDER BY like_count DESC, id DESC LIMIT $7::int + 1
) p
JOIN channels ch ON ch.community_id = $1 AND ch.id = p.channel_id
JOIN users u ON u.community_id = $1 AND u.id = p.author_id
ORDER BY p.like_count DESC, p.id DESC`,
});
