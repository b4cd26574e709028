// Made from update-comment.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface UpdateCommentParameters {
  readonly communityId: string;
  readonly commentId: string;
  readonly userId: string;
  readonly version: bigint | number;
  readonly sessionId: string;
  readonly links: number;
  readonly revisionId: string;
  readonly body: string;
  readonly html: string | null;
}

export interface UpdateCommentRow {
  readonly refused: string | null;
}

export const updateCommentSql = sql<UpdateCommentParameters, UpdateCommentRow>({
  name: 'update-comment',
  parameters: ['communityId', 'commentId', 'userId', 'version', 'sessionId', 'links', 'revisionId', 'body', 'html'],
  text: `WITH target AS MATERIALIZED (
  SELECT c.id, c.post_id, c.author_id, c.status, c.body, (date_part('epoch', c.updated_at) * 1000)::bigint AS version
  FROM comments c WHERE c.community_id = $1 AND c.id = $2 FOR NO KEY UPDATE
), people AS MATERIALIZED (
  SELECT id, role, status, muted_until FROM users WHERE community_id = $1 AND id = $3
    AND (SELECT count(*) FROM target) >= 0 FOR NO KEY UPDATE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = $3 AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target JOIN posts p ON p.community_id = $1 AND p.id = target.post_id
      WHERE target.status = 'PUBLISHED' AND p.status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
    WHEN (SELECT author_id FROM target) <> $3 THEN 'auth.forbidden'
    WHEN (SELECT muted_until FROM people) > now() THEN 'member.muted'
    WHEN (SELECT version FROM target) <> $4::bigint THEN 'request.precondition_failed' END AS refused,
    agora_waits_as_new($1, $3, $5, $6::int) AS waits
), kept AS (
  INSERT INTO comment_revisions (community_id, id, comment_id, editor_id, body)
  SELECT $1, $7, t.id, $3, t.body FROM target t, verdict WHERE refused IS NULL AND t.body <> $8
  RETURNING community_id
), made AS (
  UPDATE comments c SET body = $8, html = $9, edited_at = greatest(now(), c.created_at),
    updated_at = greatest(now(), agora_later(c.updated_at)),
    status = CASE WHEN verdict.waits THEN 'HIDDEN' ELSE c.status END,
    accepted_at = CASE WHEN verdict.waits THEN NULL ELSE c.accepted_at END
  FROM verdict WHERE refused IS NULL AND c.community_id = $1 AND c.id = $2 RETURNING c.id, c.post_id, c.status
), waiting AS (
  INSERT INTO comment_holds (community_id, comment_id, reason)
  SELECT $1, id, 'NEW_MEMBER' FROM made WHERE status = 'HIDDEN'
  RETURNING community_id
), counted AS (
  UPDATE posts p SET comment_count = p.comment_count - 1,
    last_activity_at = greatest(p.created_at, (SELECT max(c.created_at) FROM comments c
      WHERE c.community_id = $1 AND c.post_id = p.id AND c.status = 'PUBLISHED' AND c.id <> $2))
  FROM made WHERE made.status = 'HIDDEN' AND p.community_id = $1 AND p.id = made.post_id
)
SELECT refused FROM verdict`,
});
