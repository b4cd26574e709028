import { countActivity, lockPeople, whoStays } from '../../database/fragments.ts';
import type { Outcome } from '../../database/outcome.ts';
import { statement } from '../../database/statement.ts';
import { versionOf } from '../posts/queries.ts';
import type { Comment } from '../posts/schema.ts';
import { authorJson } from '../users/queries.ts';

/** What a writing statement touched: whose counters moved. */
export interface TouchedComment {
  readonly id: string;
  readonly postId: string;
  readonly authorId: string;
}

/** One comment as its thread shows it; `$3` is the viewer. */
export const commentById = statement<[communityId: string, commentId: string, viewerId: string], Comment>(
  'comment_by_id',
  `SELECT json_build_object('version', ${versionOf('c')}, 'id', c.id, 'parentId', c.parent_id, 'depth', c.depth,
     'author', CASE c.status WHEN 'PUBLISHED' THEN ${authorJson} END, 'status', c.status,
     'body', CASE c.status WHEN 'PUBLISHED' THEN c.body END, 'likeCount', c.like_count,
     'liked', EXISTS (SELECT FROM comment_likes l WHERE l.community_id = $1 AND l.comment_id = c.id AND l.user_id = $3),
     'accepted', c.accepted_at IS NOT NULL, 'createdAt', c.created_at, 'editedAt', c.edited_at)
   FROM comments c JOIN users u ON u.community_id = $1 AND u.id = c.author_id
   WHERE c.community_id = $1 AND c.id = $2`,
);

/**
 * A comment on a post or a reply. It counts, earns, and tells: the author of what it answers (REPLY) and whom it
 * mentions. `mentions` is a JSON array of `{id, username}`, the ids being those of the notifications.
 */
export const createComment = statement<
  [
    communityId: string,
    userId: string,
    postId: string,
    commentId: string,
    parentId: string | null,
    body: string,
    entryId: string,
    noticeId: string,
    mentions: string,
  ],
  Outcome<TouchedComment>
>(
  'create_comment',
  `WITH target AS MATERIALIZED (
     SELECT id, author_id, status FROM posts WHERE community_id = $1 AND id = $3 FOR NO KEY UPDATE
   ), parent AS (
     SELECT id, path, created_at, depth, author_id FROM comments
     WHERE community_id = $1 AND id = $5 AND post_id = $3 AND status = 'PUBLISHED'
   ), ${lockPeople('$2', 'target')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM target WHERE status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
     WHEN (SELECT status FROM target) <> 'PUBLISHED' THEN 'post.closed'
     WHEN $5::uuid IS NOT NULL AND NOT EXISTS (SELECT FROM parent) THEN 'resource.not_found'
     WHEN (SELECT depth FROM parent) >= 10 THEN 'comment.too_deep' END AS refused),
   made AS (
     INSERT INTO comments (community_id, id, post_id, author_id, parent_id, parent_path, parent_created_at, depth, path, body, created_at, updated_at)
     SELECT $1, $4, $3, $2, parent.id, parent.path, parent.created_at, coalesce(parent.depth + 1, 0),
       coalesce(parent.path, ''::bytea) || uuid_send($4), $6, greatest(now(), parent.created_at), now()
     FROM verdict LEFT JOIN parent ON true WHERE refused IS NULL
     RETURNING id, created_at
   ), bumped AS (
     UPDATE posts p SET comment_count = p.comment_count + 1, last_activity_at = greatest(p.last_activity_at, made.created_at)
     FROM made WHERE p.community_id = $1 AND p.id = $3 RETURNING p.id
   ), earned AS (
     SELECT agora_award($1, $2, $7, 'COMMENT', 'comment:' || $4::uuid, 'COMMENT', $4) AS points FROM bumped
   ), counted AS (
     UPDATE user_statistics s SET ${countActivity('comments')} FROM earned WHERE s.community_id = $1 AND s.user_id = $2
   ), answered AS (
     SELECT coalesce((SELECT author_id FROM parent), (SELECT author_id FROM target)) AS user_id
   ), reader AS MATERIALIZED (
     SELECT u.id FROM made, answered JOIN users u ON u.community_id = $1 AND u.id = answered.user_id WHERE u.id <> $2 AND ${whoStays}
   ), named AS MATERIALIZED (
     SELECT u.id, (m ->> 'id')::uuid AS notice
     FROM made, answered, jsonb_array_elements($9::jsonb) m JOIN users u ON u.community_id = $1 AND u.username = m ->> 'username'
     WHERE u.id <> $2 AND u.id <> answered.user_id AND ${whoStays}
   ), told AS (
     INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
     SELECT $1, $8::uuid, id, 'REPLY'::notification_kind, $2, $3, $4 FROM reader
     UNION ALL SELECT $1, notice, id, 'MENTION'::notification_kind, $2, $3, $4 FROM named
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', json_build_object('id', $4::uuid, 'postId', $3::uuid, 'authorId', $2::uuid))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

export const editComment = statement<
  [communityId: string, userId: string, commentId: string, version: string, body: string],
  Outcome<TouchedComment>
>(
  'edit_comment',
  `WITH target AS MATERIALIZED (
     SELECT c.id, c.post_id, c.author_id, c.status, ${versionOf('c')} AS version
     FROM comments c WHERE c.community_id = $1 AND c.id = $3 FOR NO KEY UPDATE
   ), ${lockPeople('$2', 'target')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM target JOIN posts p ON p.community_id = $1 AND p.id = target.post_id
       WHERE target.status = 'PUBLISHED' AND p.status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
     WHEN (SELECT author_id FROM target) <> $2 THEN 'auth.forbidden'
     WHEN (SELECT version FROM target) <> $4::bigint THEN 'request.precondition_failed' END AS refused),
   made AS (
     UPDATE comments c SET body = $5, edited_at = greatest(now(), c.created_at),
       updated_at = greatest(now(), c.updated_at + interval '1 millisecond')
     FROM verdict WHERE refused IS NULL AND c.community_id = $1 AND c.id = $3
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT json_build_object('id', id, 'postId', post_id, 'authorId', author_id) FROM target))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/**
 * Locks the post that a comment is in: what goes ahead of {@link setCommentStatus}, as a statement of its own. A statement
 * sees what was there when it began, not when it got its lock: it would count without what others wrote while it waited.
 */
export const lockThread = statement<[communityId: string, commentId: string], never>(
  'lock_thread',
  `SELECT FROM posts WHERE community_id = $1
     AND id = (SELECT post_id FROM comments WHERE community_id = $1 AND id = $2) FOR NO KEY UPDATE`,
);

/**
 * Takes a comment's text out of the thread: `DELETED` by its author, `HIDDEN` by a moderator; or, by one, back in. It
 * counts the thread again, so {@link lockThread} must have gone before it in the transaction.
 */
export const setCommentStatus = statement<
  [communityId: string, userId: string, commentId: string, status: 'PUBLISHED' | 'HIDDEN' | 'DELETED'],
  Outcome<TouchedComment>
>(
  'set_comment_status',
  `WITH home AS MATERIALIZED (
     SELECT p.id, p.status, p.created_at FROM posts p WHERE p.community_id = $1
       AND p.id = (SELECT post_id FROM comments WHERE community_id = $1 AND id = $3) FOR NO KEY UPDATE
   ), target AS MATERIALIZED (
     SELECT c.id, c.post_id, c.author_id, c.status FROM comments c
     WHERE c.community_id = $1 AND c.id = $3 AND c.post_id = (SELECT id FROM home) FOR NO KEY UPDATE
   ), ${lockPeople('$2, (SELECT author_id FROM target)')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM target WHERE status <> 'DELETED') THEN 'resource.not_found'
     WHEN $4 = 'DELETED' AND (SELECT author_id FROM target) <> $2 THEN 'auth.forbidden'
     WHEN $4 <> 'DELETED' AND (SELECT role FROM actor) > 'MODERATOR'::user_role THEN 'auth.forbidden' END AS refused),
   made AS (
     UPDATE comments c SET status = $4::comment_status, accepted_at = CASE WHEN $4 = 'PUBLISHED' THEN c.accepted_at END, updated_at = now()
     FROM verdict WHERE refused IS NULL AND c.community_id = $1 AND c.id = $3 RETURNING c.id
   ), counted AS (
     UPDATE posts p SET
       comment_count = (SELECT count(*) FROM comments c WHERE c.community_id = $1 AND c.post_id = p.id AND c.status = 'PUBLISHED' AND c.id <> $3)
         + ($4 = 'PUBLISHED')::int,
       last_activity_at = greatest(p.created_at, (SELECT max(c.created_at) FROM comments c
         WHERE c.community_id = $1 AND c.post_id = p.id AND CASE WHEN c.id = $3 THEN $4 = 'PUBLISHED' ELSE c.status = 'PUBLISHED' END))
     FROM made WHERE p.community_id = $1 AND p.id = (SELECT post_id FROM target)
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT json_build_object('id', id, 'postId', post_id, 'authorId', author_id) FROM target))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);

/** The post's author takes a comment as the answer, or takes that back; the answer's author earns once. */
export const acceptAnswer = statement<
  [
    communityId: string,
    userId: string,
    commentId: string,
    accepted: boolean,
    entryId: string,
    noticeId: string,
  ],
  Outcome<TouchedComment>
>(
  'accept_answer',
  `WITH home AS MATERIALIZED (
     SELECT p.id, p.author_id, p.status FROM posts p WHERE p.community_id = $1
       AND p.id = (SELECT post_id FROM comments WHERE community_id = $1 AND id = $3) FOR NO KEY UPDATE
   ), target AS MATERIALIZED (
     SELECT c.id, c.post_id, c.author_id, c.status, c.accepted_at FROM comments c
     WHERE c.community_id = $1 AND c.id = $3 AND c.post_id = (SELECT id FROM home) FOR NO KEY UPDATE
   ), ${lockPeople('$2, (SELECT author_id FROM target)')},
   verdict AS (SELECT CASE
     WHEN NOT EXISTS (SELECT FROM actor) THEN 'auth.account_inactive'
     WHEN NOT EXISTS (SELECT FROM target, home WHERE target.status = 'PUBLISHED' AND home.status IN ('PUBLISHED', 'ARCHIVED')) THEN 'resource.not_found'
     WHEN (SELECT author_id FROM home) <> $2 THEN 'auth.forbidden'
     WHEN (SELECT status FROM home) <> 'PUBLISHED' THEN 'post.closed'
     WHEN $4 AND EXISTS (SELECT FROM comments c WHERE c.community_id = $1 AND c.post_id = (SELECT id FROM home)
       AND c.accepted_at IS NOT NULL AND c.id <> $3) THEN 'conflict.duplicate' END AS refused),
   made AS (
     UPDATE comments c SET accepted_at = CASE WHEN $4 THEN coalesce(c.accepted_at, greatest(now(), c.created_at)) END, updated_at = now()
     FROM verdict WHERE refused IS NULL AND c.community_id = $1 AND c.id = $3 RETURNING c.id
   ), earned AS (
     SELECT agora_award($1, t.author_id, $5, 'ANSWER_ACCEPTED', 'answer:' || t.id, 'COMMENT', t.id) AS points
     FROM made, target t WHERE $4 AND t.author_id <> $2
   ), told AS (
     INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
     SELECT $1, $6, t.author_id, 'ANSWER_ACCEPTED', $2, t.post_id, t.id FROM earned, target t JOIN people p ON p.id = t.author_id
     WHERE t.accepted_at IS NULL AND p.status <> 'DEACTIVATED'
   )
   SELECT CASE WHEN refused IS NULL THEN json_build_object('done', (SELECT json_build_object('id', id, 'postId', post_id, 'authorId', author_id,
       'points', (SELECT sum(points) FROM earned)) FROM target))
     ELSE json_build_object('refused', refused) END FROM verdict`,
);
