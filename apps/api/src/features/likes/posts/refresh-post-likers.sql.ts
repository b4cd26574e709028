// Made from refresh-post-likers.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RefreshPostLikersParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly likerEntryIds: readonly (string)[];
  readonly authorEntryIds: readonly (string)[];
  readonly postId: string;
}

export interface RefreshPostLikersRow {
  readonly points: number | null;
}

export const refreshPostLikersSql = sql<RefreshPostLikersParameters, RefreshPostLikersRow>({
  name: 'refresh-post-likers',
  parameters: ['communityId', 'userId', 'likerEntryIds', 'authorEntryIds', 'postId'],
  text: `SELECT agora_refresh_likers($1, $2, $3::uuid[], $4::uuid[], p_post_id => $5) AS points`,
});
