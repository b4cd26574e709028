// Made from lock-posts.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LockPostsParameters {
  readonly communityId: string;
  readonly postIds: readonly (string)[];
}

export interface LockPostsRow {
  readonly id: string;
  readonly authorId: string;
  readonly status: 'DRAFT' | 'PUBLISHED' | 'HIDDEN' | 'ARCHIVED';
  readonly channelId: string;
  readonly createdAt: Date;
}

export const lockPostsSql = sql<LockPostsParameters, LockPostsRow>({
  name: 'lock-posts',
  parameters: ['communityId', 'postIds'],
  text: `SELECT id, author_id AS "authorId", status, channel_id AS "channelId", created_at AS "createdAt" FROM posts
WHERE community_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
});
