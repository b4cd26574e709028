// Made from unlike-comment.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface UnlikeCommentParameters {
  readonly communityId: string;
  readonly commentId: string;
  readonly userId: string;
}

export interface UnlikeCommentRow {
  readonly refused: string | null;
  readonly likeCount: number;
}

export const unlikeCommentSql = sql<UnlikeCommentParameters, UnlikeCommentRow>({
  name: 'unlike-comment',
  parameters: ['communityId', 'commentId', 'userId'],
  text: `WITH target AS MATERIALIZED (
  SELECT * FROM comments WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE
), home AS (
  SELECT p.status FROM posts p JOIN target ON p.id = target.post_id WHERE p.community_id = $1
), people AS MATERIALIZED (
  SELECT id, status FROM users
  WHERE community_id = $1 AND id IN ($3, (SELECT author_id FROM target)) ORDER BY id FOR NO KEY UPDATE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = $3 AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target WHERE status = 'PUBLISHED' AND (SELECT status FROM home) IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found' END AS refused
), gone AS (
  DELETE FROM comment_likes l USING verdict
  WHERE refused IS NULL AND l.community_id = $1 AND l.comment_id = $2 AND l.user_id = $3
  RETURNING l.user_id
), counted AS (
  UPDATE comments t SET like_count = t.like_count - 1 FROM gone
  WHERE t.community_id = $1 AND t.id = $2
  RETURNING t.like_count
), noted AS (
  UPDATE user_statistics s SET likes_given = s.likes_given - (s.user_id = $3)::int,
    likes_received = s.likes_received - (s.user_id <> $3)::int, updated_at = now()
  FROM counted, target WHERE s.community_id = $1 AND s.user_id IN ($3, target.author_id)
)
SELECT refused, coalesce((SELECT like_count FROM counted), (SELECT like_count FROM target), 0) AS "likeCount"
FROM verdict`,
});
