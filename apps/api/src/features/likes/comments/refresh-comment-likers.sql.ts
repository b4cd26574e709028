// Made from refresh-comment-likers.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RefreshCommentLikersParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly likerEntryIds: readonly (string)[];
  readonly authorEntryIds: readonly (string)[];
  readonly commentId: string;
}

export interface RefreshCommentLikersRow {
  readonly points: number | null;
}

export const refreshCommentLikersSql = sql<RefreshCommentLikersParameters, RefreshCommentLikersRow>({
  name: 'refresh-comment-likers',
  parameters: ['communityId', 'userId', 'likerEntryIds', 'authorEntryIds', 'commentId'],
  text: `SELECT agora_refresh_likers($1, $2, $3::uuid[], $4::uuid[], p_comment_id => $5) AS points`,
});
