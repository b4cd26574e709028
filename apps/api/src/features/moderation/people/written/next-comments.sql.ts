// Made from next-comments.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface NextCommentsParameters {
  readonly communityId: string;
  readonly authorId: string;
  readonly most: number;
}

export interface NextCommentsRow {
  readonly id: string;
  readonly postId: string;
}

export const nextCommentsSql = sql<NextCommentsParameters, NextCommentsRow>({
  name: 'next-comments',
  parameters: ['communityId', 'authorId', 'most'],
  text: `SELECT id, post_id AS "postId" FROM comments
WHERE community_id = $1 AND author_id = $2 AND status = 'PUBLISHED' ORDER BY id LIMIT $3::int`,
});
