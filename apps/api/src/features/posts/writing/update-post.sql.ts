// Made from update-post.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface UpdatePostParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly userId: string;
  readonly tags: readonly (string)[] | null;
  readonly version: bigint | number;
  readonly status: 'DRAFT' | 'PUBLISHED' | 'HIDDEN' | 'ARCHIVED' | null;
  readonly revisionId: string;
  readonly title: string | null;
  readonly body: string | null;
  readonly html: string | null;
  readonly entryId: string;
}

export interface UpdatePostRow {
  readonly refused: string | null;
  readonly published: boolean;
}

export const updatePostSql = sql<UpdatePostParameters, UpdatePostRow>({
  name: 'update-post',
  parameters: ['communityId', 'postId', 'userId', 'tags', 'version', 'status', 'revisionId', 'title', 'body', 'html', 'entryId'],
  text: `WITH target AS MATERIALIZED (
  SELECT p.*, (date_part('epoch', p.updated_at) * 1000)::bigint AS version
  FROM posts p WHERE p.community_id = $1 AND p.id = $2 FOR NO KEY UPDATE
), people AS MATERIALIZED (
  SELECT id, role, status, muted_until FROM users WHERE community_id = $1 AND id = $3 AND (SELECT count(*) FROM target) >= 0 FOR NO KEY UPDATE
), actor AS (
  SELECT role FROM people WHERE status = 'ACTIVE'
), wanted AS (
  SELECT DISTINCT unnest($4::text[]) AS slug
), chosen AS (
  SELECT t.id FROM tags t JOIN wanted USING (slug) WHERE t.community_id = $1
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target WHERE status IN ('PUBLISHED', 'ARCHIVED') OR author_id = $3)
      THEN 'resource.not_found'
    WHEN (SELECT author_id FROM target) <> $3 THEN 'auth.forbidden'
    WHEN (SELECT muted_until FROM people) > now() THEN 'member.muted'
    WHEN (SELECT status FROM target) IN ('HIDDEN', 'ARCHIVED') THEN 'post.closed'
    WHEN (SELECT version FROM target) <> $5::bigint THEN 'request.precondition_failed'
    WHEN (SELECT status FROM target) = 'DRAFT' AND $6::post_status = 'ARCHIVED' THEN 'post.closed'
    WHEN (SELECT count(*) FROM wanted) <> (SELECT count(*) FROM chosen) THEN 'post.unknown_tag' END AS refused, now() AS time
), kept AS (
  INSERT INTO post_revisions (community_id, id, post_id, editor_id, title, body)
  SELECT $1, $7, t.id, $3, t.title, t.body FROM target t, verdict
  WHERE refused IS NULL AND t.status <> 'DRAFT'
    AND (coalesce($8, t.title) <> t.title OR coalesce($9, t.body) <> t.body)
  RETURNING id
), made AS (
  UPDATE posts p SET title = coalesce($8, p.title), body = coalesce($9, p.body),
    html = CASE WHEN $9::text IS NULL THEN p.html ELSE $10 END,
    status = coalesce($6::post_status, p.status),
    edited_at = CASE WHEN EXISTS (SELECT FROM kept) THEN verdict.time ELSE p.edited_at END,
    created_at = CASE WHEN p.status = 'DRAFT' AND $6::post_status = 'PUBLISHED' THEN verdict.time ELSE p.created_at END,
    last_activity_at = CASE WHEN p.status = 'DRAFT' AND $6::post_status = 'PUBLISHED' THEN verdict.time
      ELSE p.last_activity_at END,
    -- Always later than the version before, also within one millisecond.
    updated_at = greatest(now(), agora_later(p.updated_at))
  FROM verdict WHERE refused IS NULL AND p.community_id = $1 AND p.id = $2
  RETURNING p.id, p.status, p.created_at
), untagged AS (
  DELETE FROM post_tags pt USING made WHERE $4::text[] IS NOT NULL AND pt.community_id = $1
    AND pt.post_id = made.id AND pt.tag_id NOT IN (SELECT id FROM chosen)
), tagged AS (
  INSERT INTO post_tags AS pt (community_id, post_id, tag_id, created_at)
  SELECT $1, made.id, chosen.id, now() FROM made, chosen
  ON CONFLICT (community_id, post_id, tag_id) DO NOTHING
), earned AS (
  SELECT agora_award($1, $3, $11, 'POST', 'post:' || made.id, 'POST', made.id) AS points,
    (now() AT TIME ZONE 'UTC')::date AS today
  FROM made, target WHERE target.status = 'DRAFT' AND made.status = 'PUBLISHED'
), counted AS (
  UPDATE user_statistics s SET posts = s.posts + 1,
    streak_days = CASE WHEN s.last_active_on = earned.today THEN s.streak_days
      WHEN s.last_active_on = earned.today - 1 THEN s.streak_days + 1 ELSE 1 END,
    last_active_on = earned.today, updated_at = now()
  FROM earned WHERE s.community_id = $1 AND s.user_id = $3
)
SELECT refused, EXISTS (SELECT FROM earned) AS published FROM verdict`,
});
