// Made from recount-statistics.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface RecountStatisticsParameters {
  readonly communityId: string;
  readonly userId: string;
}

export interface RecountStatisticsRow {

}

export const recountStatisticsSql = sql<RecountStatisticsParameters, RecountStatisticsRow>({
  name: 'recount-statistics',
  parameters: ['communityId', 'userId'],
  text: `WITH written AS MATERIALIZED (
  SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS posts, 0 AS comments FROM posts
  WHERE community_id = $1 AND author_id = $2 AND status = 'PUBLISHED' GROUP BY 1
  UNION ALL SELECT (created_at AT TIME ZONE 'UTC')::date, 0, count(*) FROM comments
  WHERE community_id = $1 AND author_id = $2 AND status = 'PUBLISHED' GROUP BY 1
), days AS (
  SELECT day, max(day) OVER () - day AS ago, row_number() OVER (ORDER BY day DESC) AS place FROM written GROUP BY day
)
UPDATE user_statistics s SET posts = (SELECT coalesce(sum(posts), 0) FROM written),
  comments = (SELECT coalesce(sum(comments), 0) FROM written), last_active_on = (SELECT max(day) FROM written),
  streak_days = (SELECT count(*) FROM days WHERE ago = place - 1), updated_at = now()
WHERE s.community_id = $1 AND s.user_id = $2`,
});
