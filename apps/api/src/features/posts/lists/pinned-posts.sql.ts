// Made from pinned-posts.sql by `pnpm --filter @agora/api run generate:sql`.
import { type JsonText, sql } from '@agora/db/sql';

export interface PinnedPostsParameters {
  readonly communityId: string;
  readonly channel: string | null;
}

export interface PinnedPostsRow {
  readonly item: JsonText;
}

export const pinnedPostsSql = sql<PinnedPostsParameters, PinnedPostsRow>({
  name: 'pinned-posts',
  parameters: ['communityId', 'channel'],
  text: `SELECT json_build_object(
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
FROM posts p
JOIN channels ch ON ch.community_id = $1 AND ch.id = p.channel_id
JOIN users u ON u.community_id = $1 AND u.id = p.author_id
WHERE p.community_id = $1 AND p.pinned AND p.status = 'PUBLISHED' AND ($2::text IS NULL OR ch.slug = $2)
ORDER BY p.last_activity_at DESC, p.id DESC LIMIT 20`,
});
