import { lockPeople, whoStays } from '../../database/fragments.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';
import { isShown } from '../../database/fragments.ts';
import type { Ban, RoleChange } from './schema.ts';

/** What a moderator's act touched: whose counters may have moved. */
export interface Moderated {
  readonly id: string;
  readonly authorId: string;
}

const banJson = `json_build_object('id', b.id, 'user', p.username, 'reason', b.reason, 'startsAt', b.starts_at,
  'endsAt', b.ends_at, 'liftedAt', b.lifted_at)`;

/** Comes before {@link createReport}: of two at once, the second sees the first. */
export const lockReporter = statement<[communityId: string, userId: string], never>(
  'lock_reporter',
  'SELECT NULL::json FROM users WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE',
);

/** A complaint about something the reporter can see, did not make, and has no complaint about that is open. */
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
     UNION ALL SELECT c.author_id FROM comments c JOIN posts p ON p.community_id = $1 AND p.id = c.post_id
       WHERE c.community_id = $1 AND c.id = $5 AND c.status = 'PUBLISHED' AND p.status IN ('PUBLISHED', 'ARCHIVED')
     UNION ALL SELECT u.id FROM users u WHERE u.community_id = $1 AND u.username = $6 AND ${isShown}
   ), verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found'
     WHEN (SELECT user_id FROM target) = $2 THEN 'report.own'
     WHEN EXISTS (SELECT FROM reports r WHERE r.community_id = $1 AND r.reporter_id = $2 AND r.status = 'OPEN'
       AND (r.post_id = $4 OR r.comment_id = $5 OR ($6::text IS NOT NULL AND r.reported_user_id = (SELECT user_id FROM target))))
       THEN 'conflict.duplicate' END AS refused),
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
  `WITH banned AS (SELECT u.id, u.username FROM users u WHERE u.community_id = $1 AND u.username = $4 AND u.status <> 'DEACTIVATED'),
   ${lockPeople('$2, (SELECT id FROM banned)')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN (SELECT role FROM actor) > 'MODERATOR'::user_role THEN 'auth.forbidden'
     WHEN NOT EXISTS (SELECT FROM banned JOIN people USING (id) WHERE people.status <> 'DEACTIVATED') THEN 'resource.not_found'
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

/** Comes before {@link liftBan}: what it sees of the user's bans is what there is, however many are made and lifted at once. */
export const lockBanned = statement<[communityId: string, userId: string, banId: string], never>(
  'lock_banned',
  `SELECT NULL::json FROM users WHERE community_id = $1
     AND id IN ($2, (SELECT user_id FROM bans WHERE community_id = $1 AND id = $3)) ORDER BY id FOR NO KEY UPDATE`,
);

/**
 * Ends a ban early; without another in force the user is active again. One that is over stays as it is. Moderators lift
 * those of members; admins all.
 */
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
     WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found'
     WHEN (SELECT role FROM people WHERE id = (SELECT user_id FROM target)) <= (SELECT role FROM actor) THEN 'ban.not_allowed'
     END AS refused),
   made AS (
     UPDATE bans b SET lifted_at = clock_timestamp(), updated_at = now() FROM verdict
     WHERE refused IS NULL AND b.community_id = $1 AND b.id = $3 AND b.lifted_at IS NULL AND (b.ends_at IS NULL OR b.ends_at > now())
     RETURNING b.*
   ), freed AS (
     UPDATE users u SET status = 'ACTIVE', updated_at = now() FROM verdict, target
     WHERE refused IS NULL AND u.community_id = $1 AND u.id = target.user_id AND u.status = 'SUSPENDED' AND NOT EXISTS (
       SELECT FROM bans o WHERE o.community_id = $1 AND o.user_id = target.user_id AND o.id <> target.id
         AND o.lifted_at IS NULL AND (o.ends_at IS NULL OR o.ends_at > now()))
   ), noted AS (
     INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details)
     SELECT $1, $4, $2, 'ban.lift', made.user_id, jsonb_build_object('ban', made.id) FROM made
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT ${banJson}
       FROM (SELECT * FROM made UNION ALL SELECT * FROM target WHERE NOT EXISTS (SELECT FROM made)) b
       JOIN users p ON p.community_id = $1 AND p.id = b.user_id))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/** Gives a user (by name, or by id) another role. Only admins do, and not to themselves, so that there is always one. */
export const changeRole = statement<
  [communityId: string, userId: string, username: string, id: string | null, role: string, entryId: string],
  Outcome<RoleChange>
>(
  'change_role',
  `WITH target AS (
     SELECT u.id, u.username FROM users u WHERE u.community_id = $1 AND (u.username = $3 OR u.id = $4) AND ${isShown}
   ), ${lockPeople('$2, (SELECT id FROM target)')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN (SELECT role FROM actor) > 'ADMIN'::user_role THEN 'auth.forbidden'
     WHEN NOT EXISTS (SELECT FROM target JOIN people USING (id) WHERE people.status <> 'DEACTIVATED') THEN 'resource.not_found'
     WHEN (SELECT id FROM target) = $2 THEN 'auth.forbidden' END AS refused),
   made AS (
     UPDATE users u SET role = $5::user_role, updated_at = now() FROM verdict, people old
     WHERE refused IS NULL AND u.community_id = $1 AND u.id = (SELECT id FROM target) AND old.id = u.id
       AND old.role <> $5::user_role
     RETURNING u.id, old.role AS before
   ), noted AS (
     INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details)
     SELECT $1, $6, $2, 'role.change', made.id, jsonb_build_object('from', made.before, 'to', $5::text) FROM made
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT json_build_object('id', id, 'username', username,
       'role', $5::text) FROM target))
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
     SELECT $1, $8, t.author_id, 'MODERATION', $2, t.id FROM made, target t JOIN people p ON p.id = t.author_id
     WHERE t.author_id <> $2 AND p.status <> 'DEACTIVATED' AND $4::post_status <> t.status
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
   SELECT $1, $7, u.id, 'MODERATION', $2, t.post_id, t.id FROM target t JOIN users u ON u.community_id = $1 AND u.id = t.author_id
   WHERE u.id <> $2 AND ${whoStays}`,
);
