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
  text: `SELECT sum(agora_refresh_achievements($1, person.id,
  CASE WHEN person.id = $2 THEN $3::uuid[] ELSE $4::uuid[] END))::int AS points
FROM (SELECT id FROM users WHERE community_id = $1
  AND id IN ($2, (SELECT author_id FROM comments WHERE community_id = $1 AND id = $5))
  ORDER BY id) person`,
});
