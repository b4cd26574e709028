// Made from comment-by-id.sql by `pnpm --filter @agora/api run generate:sql`.
import { type JsonText, sql } from '@agora/db/sql';

export interface CommentByIdParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly commentId: string;
}

export interface CommentByIdRow {
  readonly comment: JsonText;
}

export const commentByIdSql = sql<CommentByIdParameters, CommentByIdRow>({
  name: 'comment-by-id',
  parameters: ['communityId', 'userId', 'commentId'],
  text: `SELECT json_build_object('version', (date_part('epoch', c.updated_at) * 1000)::bigint, 'id', c.id,
  'parentId', c.parent_id, 'depth', c.depth,
  'author', CASE c.status WHEN 'PUBLISHED' THEN json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name,
    'avatar', u.avatar, 'role', u.role) END,
  'status', c.status, 'body', CASE c.status WHEN 'PUBLISHED' THEN c.body END, 'likeCount', c.like_count,
  'liked', EXISTS (SELECT FROM comment_likes l
    WHERE l.community_id = $1 AND l.comment_id = c.id AND l.user_id = $2),
  'accepted', c.accepted_at IS NOT NULL, 'createdAt', c.created_at, 'editedAt', c.edited_at) AS comment
FROM comments c JOIN users u ON u.community_id = $1 AND u.id = c.author_id
WHERE c.community_id = $1 AND c.id = $3`,
});
