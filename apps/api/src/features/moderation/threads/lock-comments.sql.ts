// Made from lock-comments.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LockCommentsParameters {
  readonly communityId: string;
  readonly postId: string;
}

export interface LockCommentsRow {
  readonly id: string;
  readonly authorId: string;
  readonly status: 'PUBLISHED' | 'HIDDEN' | 'DELETED';
  readonly depth: number;
  readonly path: Buffer;
  readonly createdAt: Date;
}

export const lockCommentsSql = sql<LockCommentsParameters, LockCommentsRow>({
  name: 'lock-comments',
  parameters: ['communityId', 'postId'],
  text: `SELECT id, author_id AS "authorId", status, depth, path, created_at AS "createdAt" FROM comments
WHERE community_id = $1 AND post_id = $2 ORDER BY id FOR UPDATE`,
});
