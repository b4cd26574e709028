import { statement } from '../../database/statement.ts';

/**
 * Brings one user's achievements up to their counters: the second statement of every batch that moves a counter.
 * `ids` is an array literal of uuids for what is earned, as {@link ledgerIds} makes it.
 */
export const refreshAchievements = statement<[communityId: string, userId: string, ids: string], number>(
  'refresh_achievements',
  'SELECT to_json(agora_refresh_achievements($1, $2, $3::uuid[]))',
);

/**
 * Counts a user's published posts and comments again, after one was taken out: rare, so counting costs nothing that
 * matters, and the day of the last activity cannot be known otherwise, nor how many days in a row it ends.
 */
export const recountStatistics = statement<[communityId: string, userId: string], never>(
  'recount_statistics',
  `WITH written AS MATERIALIZED (
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
);
