// Made from like-comment.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LikeCommentParameters {
  readonly communityId: string;
  readonly commentId: string;
  readonly userId: string;
  readonly givenId: string;
  readonly receivedId: string;
}

export interface LikeCommentRow {
  readonly refused: string | null;
  readonly likeCount: number;
  readonly points: number;
}

export const likeCommentSql = sql<LikeCommentParameters, LikeCommentRow>({
  name: 'like-comment',
  parameters: ['communityId', 'commentId', 'userId', 'givenId', 'receivedId'],
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
    WHEN NOT EXISTS (SELECT FROM target WHERE status = 'PUBLISHED' AND (SELECT status FROM home) IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
    WHEN (SELECT author_id FROM target) = $3 THEN 'like.own'
    WHEN NOT EXISTS (SELECT FROM target WHERE status = 'PUBLISHED' AND (SELECT status FROM home) = 'PUBLISHED') THEN 'post.closed' END AS refused
), made AS (
  INSERT INTO comment_likes (community_id, comment_id, user_id)
  SELECT $1, $2, $3 FROM verdict WHERE refused IS NULL
  ON CONFLICT DO NOTHING RETURNING user_id
), counted AS (
  UPDATE comments t SET like_count = t.like_count + 1 FROM made
  WHERE t.community_id = $1 AND t.id = $2
  RETURNING t.like_count, t.author_id
), earned AS (
  SELECT agora_award($1, $3, $4, 'LIKE_GIVEN',
      'comment_like:' || $2::uuid || ':' || $3::uuid || ':given', 'COMMENT_LIKE', $2)
    + agora_award($1, counted.author_id, $5, 'LIKE_RECEIVED',
      'comment_like:' || $2::uuid || ':' || $3::uuid || ':received', 'COMMENT_LIKE', $2) AS points
  FROM counted
), noted AS (
  UPDATE user_statistics s SET likes_given = s.likes_given + (s.user_id = $3)::int,
    likes_received = s.likes_received + (s.user_id <> $3)::int, updated_at = now()
  FROM earned, target WHERE s.community_id = $1 AND s.user_id IN ($3, target.author_id)
)
SELECT refused, coalesce((SELECT like_count FROM counted), (SELECT like_count FROM target), 0) AS "likeCount",
  coalesce((SELECT points FROM earned), 0) AS points
FROM verdict`,
});
