// Made from create-comment.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface CreateCommentParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly parentId: string | null;
  readonly userId: string;
  readonly sessionId: string;
  readonly commentId: string;
  readonly body: string;
  readonly html: string | null;
  readonly links: number;
  readonly entryId: string;
}

export interface CreateCommentRow {
  readonly refused: string | null;
  readonly waitSeconds: number | null;
}

export const createCommentSql = sql<CreateCommentParameters, CreateCommentRow>({
  name: 'create-comment',
  parameters: ['communityId', 'postId', 'parentId', 'userId', 'sessionId', 'commentId', 'body', 'html', 'links', 'entryId'],
  text: `WITH target AS MATERIALIZED (
  SELECT id, status, locked FROM posts WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE
), parent AS (
  SELECT id, path, created_at, depth FROM comments
  WHERE community_id = $1 AND id = $3 AND post_id = $2 AND status = 'PUBLISHED'
), people AS MATERIALIZED (
  SELECT id, role, status, muted_until FROM users WHERE community_id = $1 AND id = $4
    AND (SELECT count(*) FROM target) >= 0 FOR NO KEY UPDATE
), pace AS MATERIALIZED (
  SELECT CASE WHEN muted_until > now() THEN least(ceil(extract(epoch FROM muted_until - now())), 2147483647)::int
    WHEN role = 'MEMBER' OR agora_lacks_second_factor($1, $4, $5)
      THEN agora_comment_wait($1, $4, $2) ELSE 0 END AS wait FROM people
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = $4 AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target WHERE status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
    WHEN (SELECT status FROM target) <> 'PUBLISHED' THEN 'post.closed'
    WHEN $3::uuid IS NOT NULL AND NOT EXISTS (SELECT FROM parent) THEN 'resource.not_found'
    WHEN (SELECT muted_until FROM people) > now() THEN 'member.muted'
    WHEN (SELECT locked FROM target) AND ((SELECT role FROM people) = 'MEMBER'
      OR agora_lacks_second_factor($1, $4, $5)) THEN 'post.locked'
    WHEN (SELECT wait FROM pace) > 0 THEN 'comment.too_soon'
    WHEN (SELECT depth FROM parent) >= 10 THEN 'comment.too_deep' END AS refused
), made AS (
  INSERT INTO comments (community_id, id, post_id, author_id, parent_id, parent_path, parent_created_at, depth, path, body, html,
    status, created_at, updated_at)
  SELECT $1, $6, $2, $4, parent.id, parent.path, parent.created_at,
    coalesce(parent.depth + 1, 0), coalesce(parent.path, ''::bytea) || uuid_send($6), $7, $8,
    CASE WHEN agora_waits_as_new($1, $4, $5, $9::int) THEN 'HIDDEN' ELSE 'PUBLISHED' END::comment_status,
    greatest(now(), parent.created_at), now()
  FROM verdict LEFT JOIN parent ON true WHERE refused IS NULL
  RETURNING id, created_at, status
), waiting AS (
  INSERT INTO comment_holds (community_id, comment_id, reason)
  SELECT $1, id, 'NEW_MEMBER' FROM made WHERE status = 'HIDDEN'
  RETURNING community_id
), bumped AS (
  UPDATE posts p SET comment_count = p.comment_count + 1,
    last_activity_at = greatest(p.last_activity_at, made.created_at)
  FROM made WHERE made.status = 'PUBLISHED' AND p.community_id = $1 AND p.id = $2 RETURNING p.id
), earned AS (
  SELECT agora_award($1, $4, $10, 'COMMENT', 'comment:' || $6::uuid, 'COMMENT', $6)
    AS points, (now() AT TIME ZONE 'UTC')::date AS today FROM bumped
), counted AS (
  UPDATE user_statistics s SET comments = s.comments + 1,
    streak_days = CASE WHEN s.last_active_on = earned.today THEN s.streak_days
      WHEN s.last_active_on = earned.today - 1 THEN s.streak_days + 1 ELSE 1 END,
    last_active_on = earned.today, updated_at = now()
  FROM earned WHERE s.community_id = $1 AND s.user_id = $4
), following AS (
  INSERT INTO post_follows (community_id, post_id, user_id)
  SELECT p.community_id, $2, p.user_id FROM made JOIN user_preferences p
    ON p.community_id = $1 AND p.user_id = $4 AND p.follow_written
  ON CONFLICT DO NOTHING
)
SELECT refused, (SELECT wait FROM pace) AS "waitSeconds" FROM verdict`,
});
