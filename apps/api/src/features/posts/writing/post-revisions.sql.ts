// Made from post-revisions.sql by `pnpm --filter @agora/api run generate:sql`.
import type { JsonText } from '../../../database/column-types.ts';
import { sql } from '../../../database/sql.ts';

export interface PostRevisionsParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly viewerId: string | null;
}

export interface PostRevisionsRow {
  readonly items: JsonText;
}

export const postRevisionsSql = sql<PostRevisionsParameters, PostRevisionsRow>({
  name: 'post-revisions',
  parameters: ['communityId', 'postId', 'viewerId'],
  columns: { items: 'json' },
  text: `SELECT (SELECT coalesce(json_agg(json_build_object('id', r.id, 'title', r.title, 'body', r.body, 'replacedAt', r.created_at,
    'editor', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar,
      'role', u.role)) ORDER BY r.id DESC), '[]')
  FROM post_revisions r JOIN users u ON u.community_id = $1 AND u.id = r.editor_id
  WHERE r.community_id = $1 AND r.post_id = p.id) AS items
FROM posts p WHERE p.community_id = $1 AND p.id = $2
  AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = $3)`,
});
