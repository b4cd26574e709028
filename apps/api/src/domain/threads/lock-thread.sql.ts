// Made from lock-thread.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LockThreadParameters {
  readonly communityId: string;
  readonly commentId: string;
}

export interface LockThreadRow {

}

export const lockThreadSql = sql<LockThreadParameters, LockThreadRow>({
  name: 'lock-thread',
  parameters: ['communityId', 'commentId'],
  text: `SELECT FROM posts WHERE community_id = $1
  AND id = (SELECT post_id FROM comments WHERE community_id = $1 AND id = $2) FOR NO KEY UPDATE`,
});
