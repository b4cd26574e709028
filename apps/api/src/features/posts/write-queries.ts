import { countActivity, lockPeople, whoStays } from '../../database/fragments.ts';
import type { Outcome } from '../../database/outcome.ts';
import { statement } from '../../database/statement.ts';
import { authorJson } from '../users/queries.ts';
import { versionOf } from './queries.ts';
import type { PostRevisions } from './schema.ts';

/** Who wrote the post that a transaction touched, for the statements after it. */
export interface Touched {
  readonly id: string;
  readonly authorId: string;
}

/**
 * A new post with its tags; a published one counts and earns. `tags` is a JSON array of slugs. Enum values sort by
 * rank, so `<=` reads "at least".
 */
export const createPost = statement<
  [
    communityId: string,
    userId: string,
    postId: string,
    channel: string,
    title: string,
    body: string,
    status: 'DRAFT' | 'PUBLISHED',
    tags: string,
    entryId: string,
  ],
  Outcome<Touched>
>(
  'create_post',
  `WITH ${lockPeople('$2')},
   room AS (SELECT id, post_role FROM channels WHERE community_id = $1 AND slug = $4),
   wanted AS (SELECT DISTINCT jsonb_array_elements_text($8::jsonb) AS slug),
   chosen AS (SELECT t.id FROM tags t JOIN wanted USING (slug) WHERE t.community_id = $1),
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM room) THEN 'resource.not_found'
     WHEN (SELECT role FROM actor) > (SELECT post_role FROM room) THEN 'auth.forbidden'
     WHEN (SELECT count(*) FROM wanted) <> (SELECT count(*) FROM chosen) THEN 'post.unknown_tag' END AS refused),
   made AS (
     INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status, created_at, last_activity_at, updated_at)
     SELECT $1, $3, room.id, $2, $5, $6, $7::post_status, now(), now(), now() FROM room, verdict WHERE refused IS NULL
     RETURNING id, status
   ), tagged AS (
     INSERT INTO post_tags (community_id, post_id, tag_id) SELECT $1, made.id, chosen.id FROM made, chosen
   ), earned AS (
     SELECT agora_award($1, $2, $9, 'POST', 'post:' || made.id, 'POST', made.id) AS points FROM made WHERE status = 'PUBLISHED'
   ), counted AS (
     UPDATE user_statistics s SET ${countActivity('posts')} FROM earned WHERE s.community_id = $1 AND s.user_id = $2
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', json_build_object('id', $3::uuid, 'authorId', $2::uuid))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/**
 * An edit by the post's author: what is null stays. The text before goes to the history. Publishing a draft makes it
 * new: its time is that of its publication.
 */
export const editPost = statement<
  [
    communityId: string,
    userId: string,
    postId: string,
    version: string,
    title: string | null,
    body: string | null,
    status: 'PUBLISHED' | 'ARCHIVED' | null,
    tags: string | null,
    revisionId: string,
    entryId: string,
  ],
  Outcome<Touched>
>(
  'edit_post',
  `WITH target AS MATERIALIZED (
     SELECT p.*, ${versionOf('p')} AS version FROM posts p WHERE p.community_id = $1 AND p.id = $3 FOR NO KEY UPDATE
   ), ${lockPeople('$2', 'target')},
   wanted AS (SELECT DISTINCT jsonb_array_elements_text($8::jsonb) AS slug),
   chosen AS (SELECT t.id FROM tags t JOIN wanted USING (slug) WHERE t.community_id = $1),
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM target WHERE status IN ('PUBLISHED', 'ARCHIVED') OR author_id = $2) THEN 'resource.not_found'
     WHEN (SELECT author_id FROM target) <> $2 THEN 'auth.forbidden'
     WHEN (SELECT status FROM target) IN ('HIDDEN', 'ARCHIVED') THEN 'post.closed'
     WHEN (SELECT version FROM target) <> $4::bigint THEN 'request.precondition_failed'
     WHEN (SELECT status FROM target) = 'DRAFT' AND $7::post_status = 'ARCHIVED' THEN 'post.closed'
     WHEN (SELECT count(*) FROM wanted) <> (SELECT count(*) FROM chosen) THEN 'post.unknown_tag' END AS refused),
   kept AS (
     INSERT INTO post_revisions (community_id, id, post_id, editor_id, title, body)
     SELECT $1, $9, t.id, $2, t.title, t.body FROM target t, verdict
     WHERE refused IS NULL AND (coalesce($5, t.title) <> t.title OR coalesce($6, t.body) <> t.body) AND t.status <> 'DRAFT'
     RETURNING id
   ), made AS (
     UPDATE posts p SET title = coalesce($5, p.title), body = coalesce($6, p.body), status = coalesce($7::post_status, p.status),
       edited_at = CASE WHEN EXISTS (SELECT FROM kept) THEN now() ELSE p.edited_at END,
       created_at = CASE WHEN p.status = 'DRAFT' AND $7::post_status = 'PUBLISHED' THEN now() ELSE p.created_at END,
       last_activity_at = CASE WHEN p.status = 'DRAFT' AND $7::post_status = 'PUBLISHED' THEN now() ELSE p.last_activity_at END,
       -- Always later than the version before, also within one millisecond.
       updated_at = greatest(now(), p.updated_at + interval '1 millisecond')
     FROM verdict WHERE refused IS NULL AND p.community_id = $1 AND p.id = $3
     RETURNING p.id, p.status, p.created_at
   ), untagged AS (
     DELETE FROM post_tags pt USING made WHERE $8::jsonb IS NOT NULL AND pt.community_id = $1 AND pt.post_id = made.id
       AND pt.tag_id NOT IN (SELECT id FROM chosen)
   ), tagged AS (
     INSERT INTO post_tags AS pt (community_id, post_id, tag_id, created_at) SELECT $1, made.id, chosen.id, now() FROM made, chosen
     ON CONFLICT (community_id, post_id, tag_id) DO NOTHING
   ), earned AS (
     SELECT agora_award($1, $2, $10, 'POST', 'post:' || made.id, 'POST', made.id) AS points FROM made, target
     WHERE target.status = 'DRAFT' AND made.status = 'PUBLISHED'
   ), counted AS (
     UPDATE user_statistics s SET ${countActivity('posts')} FROM earned WHERE s.community_id = $1 AND s.user_id = $2
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', json_build_object('id', $3::uuid, 'authorId', $2::uuid))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/**
 * Tells those whom a post mentions, when it was published in this transaction: `mentions` is a JSON array of `{id,
 * username}`, the ids being those of the notifications. An edit tells nobody.
 */
export const tellMentioned = statement<
  [communityId: string, userId: string, postId: string, mentions: string],
  never
>(
  'tell_mentioned',
  `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id)
   SELECT $1, (m ->> 'id')::uuid, u.id, 'MENTION'::notification_kind, $2, p.id
   FROM posts p, jsonb_array_elements($4::jsonb) m JOIN users u ON u.community_id = $1 AND u.username = m ->> 'username'
   WHERE p.community_id = $1 AND p.id = $3 AND p.author_id = $2 AND p.status = 'PUBLISHED'
     AND p.created_at = now()::timestamptz(3) AND u.id <> $2 AND ${whoStays}`,
);

/** Tags and media are never older than their post: after a draft was published they are as new as it is. */
export const renewBelongings = statement<[communityId: string, postId: string], never>(
  'renew_belongings',
  `WITH media AS (
     UPDATE media m SET created_at = p.created_at, updated_at = greatest(m.updated_at, p.created_at) FROM posts p
     WHERE p.community_id = $1 AND p.id = $2 AND m.community_id = $1 AND m.post_id = p.id AND m.created_at < p.created_at
   )
   UPDATE post_tags pt SET created_at = p.created_at FROM posts p
   WHERE p.community_id = $1 AND p.id = $2 AND pt.community_id = $1 AND pt.post_id = p.id AND pt.created_at < p.created_at`,
);

/** What a post said before its edits, the latest first; seen by who sees the post. */
export const revisionsOfPost = statement<
  [communityId: string, postId: string, viewerId: string | null],
  PostRevisions
>(
  'revisions_of_post',
  `SELECT json_build_object('items', (SELECT coalesce(json_agg(json_build_object('id', r.id, 'title', r.title, 'body', r.body,
      'replacedAt', r.created_at, 'editor', ${authorJson}) ORDER BY r.id DESC), '[]')
     FROM post_revisions r JOIN users u ON u.community_id = $1 AND u.id = r.editor_id
     WHERE r.community_id = $1 AND r.post_id = p.id))
   FROM posts p WHERE p.community_id = $1 AND p.id = $2 AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = $3)`,
);
