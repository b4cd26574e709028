// Made from lock-for-upload.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LockForUploadParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly userId: string;
}

export interface LockForUploadRow {
  readonly id: string;
}

export const lockForUploadSql = sql<LockForUploadParameters, LockForUploadRow>({
  name: 'lock-for-upload',
  parameters: ['communityId', 'postId', 'userId'],
  text: `WITH target AS MATERIALIZED (
  SELECT id FROM posts WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE
)
SELECT id FROM users WHERE community_id = $1 AND id = $3 AND (SELECT count(*) FROM target) >= 0
FOR NO KEY UPDATE`,
});
