// Made from fitting-comments.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface FittingCommentsParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly low: string;
  readonly high: string;
  readonly comments: bigint | number;
  readonly bytes: number;
}

export interface FittingCommentsRow {
  readonly fitting: number;
}

export const fittingCommentsSql = sql<FittingCommentsParameters, FittingCommentsRow>({
  name: 'fitting-comments',
  parameters: ['communityId', 'postId', 'low', 'high', 'comments', 'bytes'],
  text: `SELECT count(*)::int AS fitting FROM (
  SELECT sum(octet_length(c.body)) OVER (ORDER BY c.path ROWS UNBOUNDED PRECEDING) - octet_length(c.body) AS ahead
  FROM (SELECT c.path, c.body FROM comments c WHERE c.community_id = $1 AND c.post_id = $2
    AND c.path >= decode($3, 'hex') AND c.path < decode($4, 'hex') ORDER BY c.path LIMIT $5) c) c
WHERE ahead < $6::int`,
});
