// Made from comment-path.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface CommentPathParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly commentId: string;
}

export interface CommentPathRow {
  readonly path: string;
}

export const commentPathSql = sql<CommentPathParameters, CommentPathRow>({
  name: 'comment-path',
  parameters: ['communityId', 'postId', 'commentId'],
  text: `SELECT encode(c.path, 'hex') AS path FROM comments c
WHERE c.community_id = $1 AND c.post_id = $2 AND c.id = $3`,
});
