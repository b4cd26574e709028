// Made from comment-counters.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface CommentCountersParameters {
  readonly communities: readonly (string)[] | null;
}

export interface CommentCountersRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const commentCountersSql = sql<CommentCountersParameters, CommentCountersRow>({
  name: 'comment-counters',
  parameters: ['communities'],
  text: `SELECT c.community_id, c.id::text AS row, format('like_count %s of %s', c.like_count, coalesce(l.likes, 0)) AS detail
  FROM comments c
  LEFT JOIN (SELECT community_id, comment_id, count(*) AS likes FROM comment_likes t
          WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) GROUP BY 1, 2) l
    ON l.community_id = c.community_id AND l.comment_id = c.id
 WHERE ($1::uuid[] IS NULL OR c.community_id = ANY ($1)) AND c.like_count <> coalesce(l.likes, 0)`,
});
