// Made from set-comment-status.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface SetCommentStatusParameters {
  readonly communityId: string;
  readonly commentId: string;
  readonly userId: string;
  readonly status: 'PUBLISHED' | 'HIDDEN' | 'DELETED';
}

export interface SetCommentStatusRow {
  readonly refused: string | null;
  readonly wasHeld: boolean;
  readonly authorId: string | null;
}

export const setCommentStatusSql = sql<SetCommentStatusParameters, SetCommentStatusRow>({
  name: 'set-comment-status',
  parameters: ['communityId', 'commentId', 'userId', 'status'],
  text: `WITH home AS MATERIALIZED (
  SELECT p.id, p.author_id, p.status, p.created_at FROM posts p WHERE p.community_id = $1
    AND p.id = (SELECT post_id FROM comments WHERE community_id = $1 AND id = $2) FOR NO KEY UPDATE
), target AS MATERIALIZED (
  SELECT c.id, c.post_id, c.author_id, c.status, c.accepted_at FROM comments c
  WHERE c.community_id = $1 AND c.id = $2 AND c.post_id = (SELECT id FROM home) FOR NO KEY UPDATE
), people AS MATERIALIZED (
  SELECT id, role, status FROM users
  WHERE community_id = $1 AND id IN ($3, (SELECT author_id FROM target)) ORDER BY id FOR NO KEY UPDATE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = $3 AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target WHERE status <> 'DELETED') THEN 'resource.not_found'
    WHEN $4::comment_status = 'DELETED' AND (SELECT author_id FROM target) <> $3 THEN 'auth.forbidden'
    WHEN $4 <> 'DELETED' AND (SELECT role FROM people WHERE id = $3) > 'MODERATOR'::user_role
      THEN 'auth.forbidden' END AS refused
), made AS (
  UPDATE comments c SET status = $4, accepted_at = CASE WHEN $4 = 'PUBLISHED' THEN c.accepted_at END,
    updated_at = now()
  FROM verdict WHERE refused IS NULL AND c.community_id = $1 AND c.id = $2 RETURNING c.id
), counted AS (
  UPDATE posts p SET
    comment_count = (SELECT count(*) FROM comments c WHERE c.community_id = $1 AND c.post_id = p.id
      AND c.status = 'PUBLISHED' AND c.id <> $2) + ($4 = 'PUBLISHED')::int,
    last_activity_at = greatest(p.created_at, (SELECT max(c.created_at) FROM comments c
      WHERE c.community_id = $1 AND c.post_id = p.id
        AND CASE WHEN c.id = $2 THEN $4 = 'PUBLISHED' ELSE c.status = 'PUBLISHED' END))
  FROM made WHERE p.community_id = $1 AND p.id = (SELECT post_id FROM target)
), ended AS (
  DELETE FROM comment_holds h USING made
  WHERE h.community_id = $1 AND h.comment_id = made.id AND $4 <> 'HIDDEN' RETURNING h.comment_id
)
SELECT refused, EXISTS (SELECT FROM ended) AS "wasHeld", (SELECT author_id FROM target) AS "authorId" FROM verdict`,
});
