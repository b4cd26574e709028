// Made from daily-caps.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface DailyCapsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface DailyCapsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const dailyCapsSql = sql<DailyCapsParameters, DailyCapsRow>({
  name: 'daily-caps',
  parameters: ['communities'],
  text: `SELECT d.community_id, d.user_id::text AS row, format('%s entries for %s on %s', d.entries, d.reason, d.day) AS detail
  FROM (
    SELECT community_id, user_id, reason, (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS entries
      FROM point_transactions t
     WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND reason IN ('POST', 'COMMENT', 'LIKE_GIVEN', 'LIKE_RECEIVED')
     GROUP BY 1, 2, 3, 4
  ) d JOIN point_economies e USING (community_id)
 WHERE d.entries > CASE d.reason WHEN 'POST' THEN e.daily_posts WHEN 'COMMENT' THEN e.daily_comments ELSE e.daily_likes END`,
});
