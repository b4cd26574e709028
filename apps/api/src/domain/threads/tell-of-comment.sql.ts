// Made from tell-of-comment.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface TellOfCommentParameters {
  readonly communityId: string;
  readonly commentId: string;
  readonly usernames: readonly (string)[];
  readonly noticeId: string;
  readonly noticeIds: readonly (string)[];
}

export interface TellOfCommentRow {
  readonly community_id: string;
}

export const tellOfCommentSql = sql<TellOfCommentParameters, TellOfCommentRow>({
  name: 'tell-of-comment',
  parameters: ['communityId', 'commentId', 'usernames', 'noticeId', 'noticeIds'],
  text: `WITH made AS MATERIALIZED (
  SELECT c.id, c.post_id, c.author_id, coalesce(above.author_id, p.author_id) AS answered FROM comments c
  JOIN posts p ON p.community_id = $1 AND p.id = c.post_id
  LEFT JOIN comments above ON above.community_id = $1 AND above.id = c.parent_id
  WHERE c.community_id = $1 AND c.id = $2 AND c.status = 'PUBLISHED' AND c.edited_at IS NULL
), readers AS MATERIALIZED (
  SELECT id, username FROM users WHERE community_id = $1 AND id <> (SELECT author_id FROM made)
    AND (id = (SELECT answered FROM made) OR username = ANY ($3::text[])) AND status <> 'DEACTIVATED'
  ORDER BY id FOR KEY SHARE
), announced AS (
  INSERT INTO comment_announcements AS a (community_id, comment_id)
  SELECT $1, made.id FROM made
  WHERE EXISTS (SELECT FROM post_follows f WHERE f.community_id = $1 AND f.post_id = made.post_id)
  ON CONFLICT DO NOTHING RETURNING a.community_id
), told AS (
  SELECT u.id, CASE WHEN u.id = made.answered THEN $4::uuid ELSE m.id END AS notice,
    CASE WHEN u.id = made.answered THEN 'REPLY'::notification_kind ELSE 'MENTION' END AS kind
  FROM made, readers u LEFT JOIN unnest($5::uuid[], $3::text[]) AS m(id, username) ON m.username = u.username
)
INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
SELECT $1, told.notice, told.id, told.kind, made.author_id, made.post_id, made.id FROM told, made
RETURNING community_id`,
});
