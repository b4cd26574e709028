// Made from create-comment.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface CreateCommentParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly parentId: string | null;
  readonly userId: string;
  readonly commentId: string;
  readonly body: string;
  readonly html: string | null;
  readonly entryId: string;
  readonly noticeIds: readonly (string)[];
  readonly usernames: readonly (string)[];
  readonly noticeId: string;
}

export interface CreateCommentRow {
  readonly refused: string | null;
  readonly waitSeconds: number | null;
}

export const createCommentSql = sql<CreateCommentParameters, CreateCommentRow>({
  name: 'create-comment',
  parameters: ['communityId', 'postId', 'parentId', 'userId', 'commentId', 'body', 'html', 'entryId', 'noticeIds', 'usernames', 'noticeId'],
  text: `WITH target AS MATERIALIZED (
  SELECT id, author_id, status, locked FROM posts WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE
), parent AS (
  SELECT id, path, created_at, depth, author_id FROM comments
  WHERE community_id = $1 AND id = $3 AND post_id = $2 AND status = 'PUBLISHED'
), people AS MATERIALIZED (
  SELECT id, role, status, muted_until FROM users WHERE community_id = $1 AND id = $4
    AND (SELECT count(*) FROM target) >= 0 FOR NO KEY UPDATE
), pace AS MATERIALIZED (
  SELECT CASE WHEN muted_until > now() THEN least(ceil(extract(epoch FROM muted_until - now())), 2147483647)::int
    WHEN role = 'MEMBER' THEN agora_comment_wait($1, $4, $2) ELSE 0 END AS wait FROM people
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = $4 AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target WHERE status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
    WHEN (SELECT status FROM target) <> 'PUBLISHED' THEN 'post.closed'
    WHEN $3::uuid IS NOT NULL AND NOT EXISTS (SELECT FROM parent) THEN 'resource.not_found'
    WHEN (SELECT muted_until FROM people) > now() THEN 'member.muted'
    WHEN (SELECT locked FROM target) AND (SELECT role FROM people) = 'MEMBER' THEN 'post.locked'
    WHEN (SELECT wait FROM pace) > 0 THEN 'comment.too_soon'
    WHEN (SELECT depth FROM parent) >= 10 THEN 'comment.too_deep' END AS refused
), made AS (
  INSERT INTO comments (community_id, id, post_id, author_id, parent_id, parent_path, parent_created_at, depth, path, body, html,
    created_at, updated_at)
  SELECT $1, $5, $2, $4, parent.id, parent.path, parent.created_at,
    coalesce(parent.depth + 1, 0), coalesce(parent.path, ''::bytea) || uuid_send($5), $6, $7,
    greatest(now(), parent.created_at), now()
  FROM verdict LEFT JOIN parent ON true WHERE refused IS NULL
  RETURNING id, created_at
), bumped AS (
  UPDATE posts p SET comment_count = p.comment_count + 1,
    last_activity_at = greatest(p.last_activity_at, made.created_at)
  FROM made WHERE p.community_id = $1 AND p.id = $2 RETURNING p.id
), earned AS (
  SELECT agora_award($1, $4, $8, 'COMMENT', 'comment:' || $5::uuid, 'COMMENT', $5)
    AS points FROM bumped
), counted AS (
  UPDATE user_statistics s SET comments = s.comments + 1,
    streak_days = CASE (now() AT TIME ZONE 'UTC')::date - s.last_active_on
      WHEN 0 THEN s.streak_days WHEN 1 THEN s.streak_days + 1 ELSE 1 END,
    last_active_on = (now() AT TIME ZONE 'UTC')::date, updated_at = now()
  FROM earned WHERE s.community_id = $1 AND s.user_id = $4
), answered AS (
  SELECT coalesce((SELECT author_id FROM parent), (SELECT author_id FROM target)) AS user_id
), reader AS MATERIALIZED (
  SELECT u.id FROM made, answered JOIN users u ON u.community_id = $1 AND u.id = answered.user_id
  WHERE u.id <> $4 AND u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u
), named AS MATERIALIZED (
  SELECT u.id, m.id AS notice
  FROM made, answered, unnest($9::uuid[], $10::text[]) AS m(id, username)
  JOIN users u ON u.community_id = $1 AND u.username = m.username
  WHERE u.id <> $4 AND u.id <> answered.user_id AND u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u
), followers AS MATERIALIZED (
  SELECT u.id FROM made JOIN post_follows f ON f.community_id = $1 AND f.post_id = $2
  JOIN users u ON u.community_id = $1 AND u.id = f.user_id
  WHERE u.id <> $4 AND u.status <> 'DEACTIVATED' AND u.id NOT IN (SELECT id FROM reader) AND u.id NOT IN (SELECT id FROM named)
    AND NOT EXISTS (SELECT FROM notifications n WHERE n.community_id = $1 AND n.post_id = $2
      AND n.user_id = f.user_id AND n.kind = 'FOLLOWED' AND n.read_at IS NULL)
  ORDER BY u.id FOR KEY SHARE OF u
), following AS (
  INSERT INTO post_follows (community_id, post_id, user_id)
  SELECT p.community_id, $2, p.user_id FROM made JOIN user_preferences p
    ON p.community_id = $1 AND p.user_id = $4 AND p.follow_written
  ON CONFLICT DO NOTHING
), told AS (
  INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
  SELECT $1, $11::uuid, id, 'REPLY'::notification_kind, $4, $2, $5 FROM reader
  UNION ALL
  SELECT $1, notice, id, 'MENTION'::notification_kind, $4, $2, $5 FROM named
  UNION ALL
  -- Ids of version 7, of the same moment.
  SELECT $1, encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      PLACING substring(uuid_send($11::uuid) FOR 6) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
    id, 'FOLLOWED'::notification_kind, $4, $2, $5 FROM followers
)
SELECT refused, (SELECT wait FROM pace) AS "waitSeconds" FROM verdict`,
});
