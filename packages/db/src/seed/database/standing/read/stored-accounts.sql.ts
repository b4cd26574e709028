// Made from stored-accounts.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface StoredAccountsParameters {
  readonly communities: readonly (string)[];
}

export interface StoredAccountsRow {
  readonly community: string;
  readonly user: string;
  readonly points: number;
  readonly entries: number;
  readonly level: number;
  readonly posts: number;
  readonly comments: number;
  readonly likesGiven: number;
  readonly likesReceived: number;
  readonly days: string;
}

export const storedAccountsSql = sql<StoredAccountsParameters, StoredAccountsRow>({
  name: 'stored-accounts',
  parameters: ['communities'],
  text: `WITH written AS (
  SELECT community_id, author_id, like_count, created_at, status::text, true AS post FROM posts WHERE community_id = ANY ($1::uuid[])
  UNION ALL
  SELECT community_id, author_id, like_count, created_at, status::text, false FROM comments WHERE community_id = ANY ($1::uuid[])
), authors AS (
  SELECT community_id, author_id AS user_id, sum(like_count)::int AS received,
         count(*) FILTER (WHERE status = 'PUBLISHED' AND post)::int AS posts,
         count(*) FILTER (WHERE status = 'PUBLISHED' AND NOT post)::int AS comments,
         array_agg(DISTINCT (created_at AT TIME ZONE 'UTC')::date - DATE '1970-01-01') FILTER (WHERE status = 'PUBLISHED') AS days
    FROM written GROUP BY 1, 2
), likers AS (
  SELECT community_id, user_id, count(*)::int AS given FROM (
    SELECT community_id, user_id FROM post_likes WHERE community_id = ANY ($1::uuid[])
    UNION ALL SELECT community_id, user_id FROM comment_likes WHERE community_id = ANY ($1::uuid[])) likes GROUP BY 1, 2
)
SELECT u.community_id AS community, u.id AS "user", u.points, u.ledger_sequence AS entries, u.level,
       coalesce(a.posts, 0) AS posts, coalesce(a.comments, 0) AS comments, coalesce(l.given, 0) AS "likesGiven",
       coalesce(a.received, 0) AS "likesReceived", coalesce(array_to_string(a.days, ','), '') AS days
  FROM users u
  LEFT JOIN authors a ON a.community_id = u.community_id AND a.user_id = u.id
  LEFT JOIN likers l ON l.community_id = u.community_id AND l.user_id = u.id
 WHERE u.community_id = ANY ($1::uuid[]) ORDER BY u.community_id, u.id`,
});
