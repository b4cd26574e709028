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
 * matters, and the day of the last activity cannot be known otherwise.
 */
export const recountStatistics = statement<[communityId: string, userId: string], never>(
  'recount_statistics',
  `UPDATE user_statistics s SET posts = w.posts, comments = w.comments, last_active_on = w.day, updated_at = now()
   FROM (
     SELECT coalesce(sum(posts), 0) AS posts, coalesce(sum(comments), 0) AS comments, max(day) AS day FROM (
       SELECT 1 AS posts, 0 AS comments, (created_at AT TIME ZONE 'UTC')::date AS day FROM posts
         WHERE community_id = $1 AND author_id = $2 AND status = 'PUBLISHED'
       UNION ALL SELECT 0, 1, (created_at AT TIME ZONE 'UTC')::date FROM comments
         WHERE community_id = $1 AND author_id = $2 AND status = 'PUBLISHED') written
   ) w WHERE s.community_id = $1 AND s.user_id = $2`,
);
