// Made from mark-read.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface MarkReadParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly upTo: string;
}

export interface MarkReadRow {

}

export const markReadSql = sql<MarkReadParameters, MarkReadRow>({
  name: 'mark-read',
  parameters: ['communityId', 'userId', 'upTo'],
  text: `UPDATE notifications SET read_at = now()
WHERE community_id = $1 AND user_id = $2 AND id <= $3 AND read_at IS NULL`,
});
