// Made from accept-answer.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface AcceptAnswerParameters {
  readonly communityId: string;
  readonly commentId: string;
  readonly userId: string;
  readonly accepting: boolean;
  readonly entryId: string;
  readonly noticeId: string;
}

export interface AcceptAnswerRow {
  readonly refused: string | null;
  readonly points: number | null;
}

export const acceptAnswerSql = sql<AcceptAnswerParameters, AcceptAnswerRow>({
  name: 'accept-answer',
  parameters: ['communityId', 'commentId', 'userId', 'accepting', 'entryId', 'noticeId'],
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
    WHEN NOT EXISTS (SELECT FROM target, home
      WHERE target.status = 'PUBLISHED' AND home.status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
    WHEN (SELECT author_id FROM home) <> $3 THEN 'auth.forbidden'
    WHEN (SELECT status FROM home) <> 'PUBLISHED' THEN 'post.closed'
    WHEN $4::bool AND EXISTS (SELECT FROM comments c WHERE c.community_id = $1
      AND c.post_id = (SELECT id FROM home) AND c.accepted_at IS NOT NULL AND c.id <> $2)
      THEN 'conflict.duplicate' END AS refused, now() AS time
), made AS (
  UPDATE comments c SET updated_at = now(),
    accepted_at = CASE WHEN $4 THEN coalesce(c.accepted_at, greatest(verdict.time, c.created_at)) END
  FROM verdict WHERE refused IS NULL AND c.community_id = $1 AND c.id = $2 RETURNING c.id
), earned AS (
  SELECT agora_award($1, t.author_id, $5, 'ANSWER_ACCEPTED', 'answer:' || t.id, 'COMMENT', t.id) AS points
  FROM made, target t WHERE $4 AND t.author_id <> $3
), told AS (
  INSERT INTO notifications AS notice (community_id, id, user_id, kind, actor_id, post_id, comment_id)
  SELECT $1, $6, t.author_id, 'ANSWER_ACCEPTED', $3, t.post_id, t.id
  FROM earned, target t JOIN people p ON p.id = t.author_id
  WHERE t.accepted_at IS NULL AND p.status <> 'DEACTIVATED'
    -- Told once, however often it is taken back. Ids are in order of time: none that is older than the comment is looked at.
    AND NOT EXISTS (SELECT FROM notifications n WHERE n.community_id = $1 AND n.user_id = t.author_id
      AND n.id > t.id AND n.comment_id = t.id AND n.kind = 'ANSWER_ACCEPTED')
  RETURNING notice.community_id
)
SELECT refused, (SELECT sum(points) FROM earned)::int AS points FROM verdict`,
});
