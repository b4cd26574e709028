// Made from award-comment.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface AwardCommentParameters {
  readonly communityId: string;
  readonly authorId: string;
  readonly entryId: string;
  readonly commentId: string;
}

export interface AwardCommentRow {
  readonly points: number | null;
}

export const awardCommentSql = sql<AwardCommentParameters, AwardCommentRow>({
  name: 'award-comment',
  parameters: ['communityId', 'authorId', 'entryId', 'commentId'],
  text: `SELECT agora_award($1, $2, $3, 'COMMENT', 'comment:' || $4::uuid, 'COMMENT', $4) AS points`,
});
