// Made from add-views.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface AddViewsParameters {
  readonly postIds: readonly (string)[];
  readonly views: readonly (number)[];
  readonly communityId: string;
}

export interface AddViewsRow {

}

export const addViewsSql = sql<AddViewsParameters, AddViewsRow>({
  name: 'add-views',
  parameters: ['postIds', 'views', 'communityId'],
  text: `WITH seen AS (
  SELECT p.id, v.views FROM unnest($1::uuid[], $2::int[]) AS v(id, views)
  JOIN posts p ON p.community_id = $3 AND p.id = v.id
  WHERE NOT EXISTS (SELECT FROM communities
    WHERE id = $3 AND settings #>> '{maintenance,mode}' IN ('read-only', 'closed'))
  ORDER BY p.id FOR NO KEY UPDATE OF p
)
UPDATE posts p SET view_count = p.view_count + seen.views FROM seen WHERE p.community_id = $3 AND p.id = seen.id`,
});
