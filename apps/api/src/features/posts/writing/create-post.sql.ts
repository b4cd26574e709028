// Made from create-post.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface CreatePostParameters {
  readonly communityId: string;
  readonly userId: string;
  readonly channel: string;
  readonly tags: readonly (string)[];
  readonly sessionId: string;
  readonly postId: string;
  readonly title: string;
  readonly body: string;
  readonly html: string | null;
  readonly status: 'DRAFT' | 'PUBLISHED' | 'HIDDEN' | 'ARCHIVED';
  readonly entryId: string;
}

export interface CreatePostRow {
  readonly refused: string | null;
}

export const createPostSql = sql<CreatePostParameters, CreatePostRow>({
  name: 'create-post',
  parameters: ['communityId', 'userId', 'channel', 'tags', 'sessionId', 'postId', 'title', 'body', 'html', 'status', 'entryId'],
  text: `WITH people AS MATERIALIZED (
  SELECT id, role, status, muted_until FROM users WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE
), actor AS (
  SELECT role FROM people WHERE status = 'ACTIVE'
), room AS (
  SELECT id, post_role FROM channels WHERE community_id = $1 AND slug = $3
), wanted AS (
  SELECT DISTINCT unnest($4::text[]) AS slug
), chosen AS (
  SELECT t.id FROM tags t JOIN wanted USING (slug) WHERE t.community_id = $1
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
    WHEN (SELECT muted_until FROM people) > now() THEN 'member.muted'
    WHEN NOT EXISTS (SELECT FROM room) THEN 'resource.not_found'
    WHEN (SELECT role FROM actor) > (SELECT post_role FROM room) THEN 'auth.forbidden'
    WHEN (SELECT post_role FROM room) <> 'MEMBER' AND agora_lacks_second_factor($1, $2, $5)
      THEN 'auth.second_factor_needed'
    WHEN (SELECT count(*) FROM wanted) <> (SELECT count(*) FROM chosen) THEN 'post.unknown_tag' END AS refused
), made AS (
  INSERT INTO posts
    (community_id, id, channel_id, author_id, title, body, html, status, created_at, last_activity_at, updated_at)
  SELECT $1, $6, room.id, $2, $7, $8, $9, $10, now(), now(), now()
  FROM room, verdict WHERE refused IS NULL
  RETURNING id, status
), tagged AS (
  INSERT INTO post_tags (community_id, post_id, tag_id) SELECT $1, made.id, chosen.id FROM made, chosen
  RETURNING community_id
), following AS (
  INSERT INTO post_follows AS f (community_id, post_id, user_id)
  SELECT p.community_id, made.id, p.user_id FROM made JOIN user_preferences p
    ON p.community_id = $1 AND p.user_id = $2 AND p.follow_written
  RETURNING f.community_id
), earned AS (
  SELECT agora_award($1, $2, $11, 'POST', 'post:' || made.id, 'POST', made.id) AS points,
    (now() AT TIME ZONE 'UTC')::date AS today
  FROM made WHERE status = 'PUBLISHED'
), counted AS (
  UPDATE user_statistics s SET posts = s.posts + 1,
    streak_days = CASE WHEN s.last_active_on = earned.today THEN s.streak_days
      WHEN s.last_active_on = earned.today - 1 THEN s.streak_days + 1 ELSE 1 END,
    last_active_on = earned.today, updated_at = now()
  FROM earned WHERE s.community_id = $1 AND s.user_id = $2
)
SELECT refused FROM verdict`,
});
