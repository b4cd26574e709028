// Made from tell-of-comment.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface TellOfCommentParameters {
  readonly communityId: string;
  readonly commentId: string;
  readonly noticeIds: readonly (string)[];
  readonly usernames: readonly (string)[];
  readonly noticeId: string;
}

export interface TellOfCommentRow {
  readonly community_id: string;
}

export const tellOfCommentSql = sql<TellOfCommentParameters, TellOfCommentRow>({
  name: 'tell-of-comment',
  parameters: ['communityId', 'commentId', 'noticeIds', 'usernames', 'noticeId'],
  text: `WITH made AS MATERIALIZED (
  SELECT c.id, c.post_id, c.author_id, coalesce(above.author_id, p.author_id) AS answered FROM comments c
  JOIN posts p ON p.community_id = $1 AND p.id = c.post_id
  LEFT JOIN comments above ON above.community_id = $1 AND above.id = c.parent_id
  WHERE c.community_id = $1 AND c.id = $2 AND c.status = 'PUBLISHED' AND c.edited_at IS NULL
), reader AS MATERIALIZED (
  SELECT u.id FROM made JOIN users u ON u.community_id = $1 AND u.id = made.answered
  WHERE u.id <> made.author_id AND u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u
), named AS MATERIALIZED (
  SELECT u.id, m.id AS notice
  FROM made, unnest($3::uuid[], $4::text[]) AS m(id, username)
  JOIN users u ON u.community_id = $1 AND u.username = m.username
  WHERE u.id NOT IN (made.author_id, made.answered) AND u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u
), announced AS (
  INSERT INTO comment_announcements AS a (community_id, comment_id)
  SELECT $1, made.id FROM made
  WHERE EXISTS (SELECT FROM post_follows f WHERE f.community_id = $1 AND f.post_id = made.post_id)
  ON CONFLICT DO NOTHING RETURNING a.community_id
), told AS (
  SELECT $5::uuid AS notice, id, 'REPLY'::notification_kind AS kind FROM reader
  UNION ALL
  SELECT notice, id, 'MENTION' FROM named
)
INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
SELECT $1, told.notice, told.id, told.kind, made.author_id, made.post_id, made.id FROM told, made
RETURNING community_id`,
});
