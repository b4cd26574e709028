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
  text: `SELECT sum(agora_refresh_achievements($1, person.id,
  CASE WHEN person.id = $2 THEN $3::uuid[] ELSE $4::uuid[] END))::int AS points
FROM (SELECT id FROM users WHERE community_id = $1
  AND id IN ($2, (SELECT author_id FROM posts WHERE community_id = $1 AND id = $5))
  ORDER BY id) person`,
});
