// Made from recount-posts.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RecountPostsParameters {
  readonly postIds: readonly (string)[];
  readonly communityId: string;
}

export interface RecountPostsRow {

}

export const recountPostsSql = sql<RecountPostsParameters, RecountPostsRow>({
  name: 'recount-posts',
  parameters: ['postIds', 'communityId'],
  text: `UPDATE posts p SET comment_count = c.comments, last_activity_at = greatest(p.created_at, c.newest),
  updated_at = greatest(now(), agora_later(p.updated_at))
FROM unnest($1::uuid[]) AS wanted(id)
CROSS JOIN LATERAL (SELECT count(*) AS comments, max(created_at) AS newest FROM comments
  WHERE community_id = $2 AND post_id = wanted.id AND status = 'PUBLISHED') c
WHERE p.community_id = $2 AND p.id = wanted.id`,
});
