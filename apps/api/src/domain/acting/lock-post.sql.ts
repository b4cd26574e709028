// Made from lock-post.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LockPostParameters {
  readonly communityId: string;
  readonly postId: string;
}

export interface LockPostRow {
  readonly authorId: string;
  readonly status: 'DRAFT' | 'PUBLISHED' | 'HIDDEN' | 'ARCHIVED';
  readonly updatedAt: Date;
}

export const lockPostSql = sql<LockPostParameters, LockPostRow>({
  name: 'lock-post',
  parameters: ['communityId', 'postId'],
  text: `SELECT author_id AS "authorId", status, updated_at AS "updatedAt" FROM posts
WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE`,
});
