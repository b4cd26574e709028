import { lockPeople, whoStays } from '../../database/fragments.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';
import type { Medium } from './schema.ts';

/** Media that one post may have. */
export const mostPerPost = 20;

const mediumJson = (alias: string): string => `json_build_object('id', ${alias}.id, 'cid', ${alias}.cid,
  'mimeType', ${alias}.mime_type, 'bytes', ${alias}.bytes, 'width', ${alias}.width, 'height', ${alias}.height,
  'altText', ${alias}.alt_text)`;

/** SQL of whether a post `p` shows itself to the user `viewer` (SQL, may be null): the rule of a post's own page. */
const visible = (viewer: string): string => `(p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = ${viewer}
  OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM users v
    WHERE v.community_id = $1 AND v.id = ${viewer} AND v.role <> 'MEMBER' AND v.status = 'ACTIVE')))`;

const delivery = (
  shared: boolean,
): string => `SELECT json_build_object('mimeType', m.mime_type, 'bytes', m.bytes, 'public', ${shared}) AS medium
   FROM media m JOIN posts p ON p.community_id = $1 AND p.id = m.post_id WHERE m.community_id = $1 AND m.cid = $2`;

/**
 * What of a medium decides how it is sent, if the viewer ($3, or null) sees a post that it belongs to. Thousands may
 * have it: one that everybody sees is enough, and only without one are the others looked at.
 */
export const visibleMedium = statement<
  [communityId: string, cid: string, viewerId: string | null],
  { mimeType: string; bytes: number; public: boolean }
>(
  'visible_medium',
  `SELECT medium FROM (
     (${delivery(true)} AND p.status IN ('PUBLISHED', 'ARCHIVED') LIMIT 1)
     UNION ALL (${delivery(false)} AND ${visible('$3')} LIMIT 1)) found LIMIT 1`,
);

/**
 * CTE `verdict` on an upload by $2 to the post $3, from `actor` and `target`. $4: bytes, $5: bytes that one user may
 * have in the community (0: any number), $6: the content id, '' while it is not known.
 */
const verdictOnUpload = `verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM target p WHERE ${visible('$2')}) THEN 'resource.not_found'
     WHEN (SELECT author_id FROM target) <> $2 THEN 'auth.forbidden'
     WHEN (SELECT status FROM target) IN ('HIDDEN', 'ARCHIVED') THEN 'post.closed'
     WHEN EXISTS (SELECT FROM media m WHERE m.community_id = $1 AND m.post_id = $3 AND m.cid = $6) THEN NULL
     WHEN (SELECT count(*) FROM media m WHERE m.community_id = $1 AND m.post_id = $3) >= ${mostPerPost} THEN 'media.too_many'
     WHEN $5::bigint > 0 AND $4::bigint + (SELECT coalesce(sum(m.bytes), 0) FROM media m JOIN posts p
         ON p.community_id = $1 AND p.id = m.post_id WHERE m.community_id = $1 AND p.author_id = $2) > $5::bigint
       THEN 'media.quota_exceeded' END AS refused)`;

/** Whether an upload may begin, before any of it is read. */
export const checkUpload = statement<
  [communityId: string, userId: string, postId: string, bytes: number, quota: number, cid: string],
  Outcome<true>
>(
  'check_upload',
  `WITH target AS (SELECT status, author_id FROM posts WHERE community_id = $1 AND id = $3),
   actor AS (SELECT id, role FROM users WHERE community_id = $1 AND id = $2 AND status = 'ACTIVE'),
   ${verdictOnUpload}
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', true) ELSE json_build_object('refused', refused) END FROM verdict`,
);

/** Keeps the collector of orphans from bytes that are about to get a row; see `collect.ts`. */
export const lockContent = statement<[cid: string], null>(
  'lock_content',
  `SELECT to_json(pg_advisory_xact_lock_shared(hashtextextended('agora media ' || $1::text, 0))::text)`,
);

/** Locks the post and its author, for {@link attachMedium} to count under: its own statement, because counting must begin after waiting. */
export const lockForUpload = statement<[communityId: string, userId: string, postId: string], null>(
  'lock_for_upload',
  `WITH target AS MATERIALIZED (SELECT id FROM posts WHERE community_id = $1 AND id = $3 FOR NO KEY UPDATE),
   ${lockPeople('$2', 'target')}
   SELECT to_json(count(*)) FROM people`,
);

/** Gives a post a medium whose bytes are stored. The same bytes once more change at most the text that stands for them. */
export const attachMedium = statement<
  [
    communityId: string,
    userId: string,
    postId: string,
    bytes: number,
    quota: number,
    cid: string,
    mediumId: string,
    mimeType: string,
    width: number | null,
    height: number | null,
    altText: string | null,
  ],
  Outcome<{ created: boolean; medium: Medium }>
>(
  'attach_medium',
  `WITH target AS (SELECT status, author_id FROM posts WHERE community_id = $1 AND id = $3),
   actor AS (SELECT id, role FROM users WHERE community_id = $1 AND id = $2 AND status = 'ACTIVE'),
   ${verdictOnUpload},
   made AS (
     INSERT INTO media AS m (community_id, id, post_id, cid, mime_type, bytes, width, height, alt_text)
     SELECT $1, $7, $3, $6, $8, $4, $9, $10, coalesce($11, '') FROM verdict WHERE refused IS NULL
     ON CONFLICT (community_id, post_id, cid) DO UPDATE SET alt_text = coalesce($11, m.alt_text), updated_at = now()
     RETURNING m.*
   )
   SELECT CASE WHEN refused IS NULL
     THEN json_build_object('done', (SELECT json_build_object('created', made.id = $7, 'medium', ${mediumJson('made')}) FROM made))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/** Takes a medium from its post: its author does, or a moderator, whose act is written down and told. */
export const detachMedium = statement<
  [communityId: string, userId: string, postId: string, mediumId: string, entryId: string, noticeId: string],
  Outcome<true>
>(
  'detach_medium',
  `WITH target AS MATERIALIZED (
     SELECT id, author_id, status FROM posts WHERE community_id = $1 AND id = $3 FOR NO KEY UPDATE
   ), ${lockPeople('$2', 'target')},
   medium AS (SELECT m.id, m.cid FROM media m, target p WHERE m.community_id = $1 AND m.post_id = $3 AND m.id = $4 AND ${visible('$2')}),
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM medium) THEN 'resource.not_found'
     WHEN (SELECT author_id FROM target) <> $2 AND (SELECT role FROM actor) > 'MODERATOR'::user_role THEN 'auth.forbidden' END AS refused),
   gone AS (
     DELETE FROM media m USING verdict WHERE refused IS NULL AND m.community_id = $1 AND m.id = $4 RETURNING m.id, m.cid
   ), noted AS (
     INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details)
     SELECT $1, $5, $2, 'media.delete', gone.id, jsonb_build_object('post', $3::uuid, 'cid', gone.cid)
     FROM gone, target WHERE target.author_id <> $2
   ), told AS (
     INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id)
     SELECT $1, $6, u.id, 'MODERATION', $2, t.id FROM gone, target t JOIN users u ON u.community_id = $1 AND u.id = t.author_id
     WHERE u.id <> $2 AND ${whoStays}
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', true) ELSE json_build_object('refused', refused) END FROM verdict`,
);
