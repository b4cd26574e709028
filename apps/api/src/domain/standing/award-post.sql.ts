// Made from award-post.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface AwardPostParameters {
  readonly communityId: string;
  readonly authorId: string;
  readonly entryId: string;
  readonly postId: string;
}

export interface AwardPostRow {
  readonly points: number | null;
}

export const awardPostSql = sql<AwardPostParameters, AwardPostRow>({
  name: 'award-post',
  parameters: ['communityId', 'authorId', 'entryId', 'postId'],
  text: `SELECT agora_award($1, $2, $3, 'POST', 'post:' || $4::uuid, 'POST', $4) AS points`,
});
