// Made from user-statistics.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface UserStatisticsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface UserStatisticsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const userStatisticsSql = [sql<UserStatisticsParameters, UserStatisticsRow>({
  name: 'user-statistics-1',
  parameters: ['communities'],
  text: `WITH given AS (
  SELECT community_id, user_id, count(*) AS likes FROM (
    SELECT community_id, user_id FROM post_likes t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
    UNION ALL SELECT community_id, user_id FROM comment_likes t
     WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
  ) every GROUP BY 1, 2
), written AS (
  SELECT community_id, author_id AS user_id, sum(posts) AS posts, sum(comments) AS comments,
         sum(likes) AS likes, max(day) AS day
    FROM (
      SELECT community_id, author_id, (status = 'PUBLISHED')::int AS posts, 0 AS comments, like_count AS likes,
             CASE WHEN status = 'PUBLISHED' THEN (created_at AT TIME ZONE 'UTC')::date END AS day
        FROM posts t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
      UNION ALL
      SELECT community_id, author_id, 0, (status = 'PUBLISHED')::int, like_count,
             CASE WHEN status = 'PUBLISHED' THEN (created_at AT TIME ZONE 'UTC')::date END
        FROM comments t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
    ) every GROUP BY 1, 2
)
SELECT s.community_id, s.user_id::text AS row,
       format('posts %s of %s, comments %s of %s, likes given %s of %s, received %s of %s, last active on %s of %s',
         s.posts, coalesce(w.posts, 0), s.comments, coalesce(w.comments, 0), s.likes_given, coalesce(g.likes, 0),
         s.likes_received, coalesce(w.likes, 0), s.last_active_on, w.day) AS detail
  FROM user_statistics s
  LEFT JOIN given g ON g.community_id = s.community_id AND g.user_id = s.user_id
  LEFT JOIN written w ON w.community_id = s.community_id AND w.user_id = s.user_id
 WHERE ($1::uuid[] IS NULL OR s.community_id = ANY ($1))
   AND (s.posts <> coalesce(w.posts, 0) OR s.comments <> coalesce(w.comments, 0)
     OR s.likes_given <> coalesce(g.likes, 0) OR s.likes_received <> coalesce(w.likes, 0)
     OR s.last_active_on IS DISTINCT FROM w.day)`,
}), sql<UserStatisticsParameters, UserStatisticsRow>({
  name: 'user-statistics-2',
  parameters: ['communities'],
  text: `WITH days AS (
  SELECT DISTINCT community_id, author_id AS user_id, (created_at AT TIME ZONE 'UTC')::date AS day
    FROM (SELECT community_id, author_id, created_at FROM posts t
            WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND status = 'PUBLISHED'
          UNION ALL SELECT community_id, author_id, created_at FROM comments t
           WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND status = 'PUBLISHED') every
), streaks AS (
  SELECT community_id, user_id, count(*) FILTER (WHERE ago = place - 1) AS days
    FROM (SELECT *, max(day) OVER own - day AS ago, row_number() OVER (own ORDER BY day DESC) AS place
            FROM days WINDOW own AS (PARTITION BY community_id, user_id)) placed
   GROUP BY 1, 2
)
SELECT s.community_id, s.user_id::text AS row, format('a streak of %s days of %s', s.streak_days, coalesce(k.days, 0)) AS detail
  FROM user_statistics s LEFT JOIN streaks k ON k.community_id = s.community_id AND k.user_id = s.user_id
 WHERE ($1::uuid[] IS NULL OR s.community_id = ANY ($1)) AND s.streak_days <> coalesce(k.days, 0)`,
}), sql<UserStatisticsParameters, UserStatisticsRow>({
  name: 'user-statistics-3',
  parameters: ['communities'],
  text: `SELECT u.community_id, u.username AS row, 'no statistics' AS detail
  FROM users u LEFT JOIN user_statistics s ON s.community_id = u.community_id AND s.user_id = u.id
 WHERE ($1::uuid[] IS NULL OR u.community_id = ANY ($1))
   AND s.user_id IS NULL AND u.status <> 'DEACTIVATED' AND u.community_id IN (SELECT community_id FROM user_statistics)`,
})] as const;
