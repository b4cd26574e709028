import { lockPeople } from '../../database/fragments.ts';
import type { Outcome } from '../../database/outcome.ts';
import { statement } from '../../database/statement.ts';
import type { Ban } from './schema.ts';

/** What a moderator's act touched: whose counters may have moved. */
export interface Moderated {
  readonly id: string;
  readonly authorId: string;
}

const banJson = `json_build_object('id', b.id, 'user', p.username, 'reason', b.reason, 'startsAt', b.starts_at,
  'endsAt', b.ends_at, 'liftedAt', b.lifted_at)`;

/** A complaint about something the reporter can see and did not make. */
export const createReport = statement<
  [
    communityId: string,
    userId: string,
    reportId: string,
    postId: string | null,
    commentId: string | null,
    username: string | null,
    reason: string,
    details: string,
  ],
  Outcome<{ id: string; status: 'OPEN' }>
>(
  'create_report',
  `WITH ${lockPeople('$2')},
   target AS (
     SELECT author_id AS user_id FROM posts WHERE community_id = $1 AND id = $4 AND status IN ('PUBLISHED', 'ARCHIVED')
     UNION ALL SELECT author_id FROM comments WHERE community_id = $1 AND id = $5 AND status = 'PUBLISHED'
     UNION ALL SELECT id FROM users WHERE community_id = $1 AND username = $6
   ), verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found'
     WHEN (SELECT user_id FROM target) = $2 THEN 'report.own' END AS refused),
   made AS (
     INSERT INTO reports (community_id, id, reporter_id, post_id, comment_id, reported_user_id, reason, details)
     SELECT $1, $3, $2, $4, $5, CASE WHEN $6::text IS NOT NULL THEN target.user_id END, $7::report_reason, $8
     FROM verdict, target WHERE refused IS NULL
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', json_build_object('id', $3::uuid, 'status', 'OPEN'))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/**
 * A ban, in force from the moment the banned user's row is locked: what they were writing is before it, what they
 * write next is refused. Their sessions rest meanwhile. Moderators ban members; admins ban everyone but admins.
 */
export const createBan = statement<
  [
    communityId: string,
    userId: string,
    banId: string,
    username: string,
    reason: string,
    endsAt: string | null,
    entryId: string,
  ],
  Outcome<Ban>
>(
  'create_ban',
  `WITH banned AS (SELECT id, username FROM users WHERE community_id = $1 AND username = $4),
   ${lockPeople('$2, (SELECT id FROM banned)')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN (SELECT role FROM actor) > 'MODERATOR'::user_role THEN 'auth.forbidden'
     WHEN NOT EXISTS (SELECT FROM banned) THEN 'resource.not_found'
     WHEN (SELECT role FROM people WHERE id = (SELECT id FROM banned)) <= (SELECT role FROM actor) THEN 'ban.not_allowed'
     WHEN $6::timestamptz <= clock_timestamp() THEN 'request.refused_value' END AS refused),
   made AS (
     INSERT INTO bans AS b (community_id, id, user_id, moderator_id, reason, starts_at, ends_at)
     SELECT $1, $3, banned.id, $2, $5, clock_timestamp(), $6::timestamptz FROM banned, verdict WHERE refused IS NULL
     RETURNING b.*
   ), suspended AS (
     UPDATE users u SET status = 'SUSPENDED', updated_at = now() FROM made WHERE u.community_id = $1 AND u.id = made.user_id
   ), noted AS (
     INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details)
     SELECT $1, $7, $2, 'ban.create', made.user_id, jsonb_build_object('ban', made.id, 'reason', $5::text, 'endsAt', made.ends_at) FROM made
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT ${banJson} FROM made b, banned p))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/** Ends a ban early; without another in force the user is active again. */
export const liftBan = statement<
  [communityId: string, userId: string, banId: string, entryId: string],
  Outcome<Ban>
>(
  'lift_ban',
  `WITH target AS (SELECT * FROM bans WHERE community_id = $1 AND id = $3),
   ${lockPeople('$2, (SELECT user_id FROM target)')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN (SELECT role FROM actor) > 'MODERATOR'::user_role THEN 'auth.forbidden'
     WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found' END AS refused),
   made AS (
     UPDATE bans b SET lifted_at = coalesce(b.lifted_at, clock_timestamp()), updated_at = now() FROM verdict
     WHERE refused IS NULL AND b.community_id = $1 AND b.id = $3 RETURNING b.*
   ), freed AS (
     UPDATE users u SET status = 'ACTIVE', updated_at = now() FROM made
     WHERE u.community_id = $1 AND u.id = made.user_id AND u.status = 'SUSPENDED' AND NOT EXISTS (
       SELECT FROM bans o WHERE o.community_id = $1 AND o.user_id = made.user_id AND o.id <> made.id
         AND o.lifted_at IS NULL AND (o.ends_at IS NULL OR o.ends_at > now()))
   ), noted AS (
     INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details)
     SELECT $1, $4, $2, 'ban.lift', made.user_id, jsonb_build_object('ban', made.id) FROM made
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT ${banJson} FROM made b JOIN users p ON p.community_id = $1 AND p.id = b.user_id))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/** Hides, shows, archives or pins a post. */
export const moderatePost = statement<
  [
    communityId: string,
    userId: string,
    postId: string,
    status: 'PUBLISHED' | 'HIDDEN' | 'ARCHIVED' | null,
    pinned: boolean | null,
    reason: string,
    entryId: string,
    noticeId: string,
  ],
  Outcome<Moderated>
>(
  'moderate_post',
  `WITH target AS MATERIALIZED (
     SELECT id, author_id, status FROM posts WHERE community_id = $1 AND id = $3 FOR NO KEY UPDATE
   ), ${lockPeople('$2, (SELECT author_id FROM target)')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN (SELECT role FROM actor) > 'MODERATOR'::user_role THEN 'auth.forbidden'
     WHEN NOT EXISTS (SELECT FROM target WHERE status <> 'DRAFT') THEN 'resource.not_found' END AS refused),
   made AS (
     UPDATE posts p SET status = coalesce($4::post_status, p.status), pinned = coalesce($5::boolean, p.pinned),
       updated_at = greatest(now(), p.updated_at + interval '1 millisecond')
     FROM verdict WHERE refused IS NULL AND p.community_id = $1 AND p.id = $3 RETURNING p.id
   ), noted AS (
     INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details)
     SELECT $1, $7, $2, 'post.moderate', made.id, jsonb_strip_nulls(jsonb_build_object('status', $4::text, 'pinned', $5::boolean, 'reason', $6::text)) FROM made
   ), told AS (
     INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id)
     SELECT $1, $8, t.author_id, 'MODERATION', $2, t.id FROM made, target t WHERE t.author_id <> $2 AND $4::post_status <> t.status
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT json_build_object('id', id, 'authorId', author_id) FROM target))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/** Writes an act on a comment into the log, and tells its author; the act is {@link setCommentStatus} in the same batch. */
export const noteCommentModeration = statement<
  [
    communityId: string,
    userId: string,
    commentId: string,
    status: string,
    reason: string,
    entryId: string,
    noticeId: string,
  ],
  never
>(
  'note_comment_moderation',
  `WITH moderator AS (SELECT id FROM users WHERE community_id = $1 AND id = $2 AND role <= 'MODERATOR'::user_role AND status = 'ACTIVE'),
   target AS (SELECT c.id, c.author_id, c.post_id FROM comments c, moderator WHERE c.community_id = $1 AND c.id = $3 AND c.status = $4::comment_status),
   noted AS (
     INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details)
     SELECT $1, $6, $2, 'comment.moderate', id, jsonb_build_object('status', $4::text, 'reason', $5::text) FROM target
   )
   INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
   SELECT $1, $7, author_id, 'MODERATION', $2, post_id, id FROM target WHERE author_id <> $2`,
);
