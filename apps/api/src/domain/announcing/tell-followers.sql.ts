// Made from tell-followers.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface TellFollowersParameters {
  readonly communityId: string;
  readonly commentId: string | null;
  readonly most: number;
  readonly noticeId: string;
}

export interface TellFollowersRow {
  readonly isDone: boolean;
}

export const tellFollowersSql = sql<TellFollowersParameters, TellFollowersRow>({
  name: 'tell-followers',
  parameters: ['communityId', 'commentId', 'most', 'noticeId'],
  text: `WITH job AS MATERIALIZED (
  SELECT a.comment_id, a.told_up_to FROM comment_announcements a
  WHERE a.community_id = $1 AND CASE WHEN $2::uuid IS NOT NULL THEN a.comment_id = $2
    -- One comment of a thread at a time: two servers would not see whom the other is just telling.
    ELSE NOT EXISTS (SELECT 1 FROM comment_announcements b
      WHERE b.community_id = $1 AND (b.created_at, b.comment_id) < (a.created_at, a.comment_id)
        AND (SELECT post_id FROM comments WHERE community_id = $1 AND id = b.comment_id)
          = (SELECT post_id FROM comments WHERE community_id = $1 AND id = a.comment_id)) END
  ORDER BY a.created_at, a.comment_id LIMIT 1 FOR UPDATE OF a SKIP LOCKED
), made AS MATERIALIZED (
  SELECT c.id, c.post_id, c.author_id, job.told_up_to, coalesce(above.author_id, p.author_id) AS answered
  FROM job JOIN comments c ON c.community_id = $1 AND c.id = job.comment_id AND c.status = 'PUBLISHED'
  JOIN posts p ON p.community_id = $1 AND p.id = c.post_id AND p.status IN ('PUBLISHED', 'ARCHIVED')
  LEFT JOIN comments above ON above.community_id = $1 AND above.id = c.parent_id
), following AS MATERIALIZED (
  SELECT f.user_id FROM made JOIN post_follows f ON f.community_id = $1 AND f.post_id = made.post_id
    AND f.user_id > coalesce(made.told_up_to, '00000000-0000-0000-0000-000000000000')
  ORDER BY f.user_id LIMIT $3::int
), readers AS MATERIALIZED (
  SELECT u.id FROM users u WHERE u.community_id = $1 AND u.id = ANY (ARRAY(SELECT user_id FROM following))
    AND u.id <> (SELECT author_id FROM made) AND u.id <> (SELECT answered FROM made) AND u.status <> 'DEACTIVATED'
    AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.community_id = $1 AND n.post_id = (SELECT post_id FROM made)
      AND n.user_id = u.id AND n.kind = 'FOLLOWED' AND n.read_at IS NULL)
    -- Ids are made in order of time: of the comment's millisecond or later.
    AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.community_id = $1 AND n.user_id = u.id
      AND n.id >= (SELECT (left(id::text, 13) || '-0000-0000-000000000000')::uuid FROM made) AND n.comment_id = (SELECT id FROM made))
  ORDER BY u.id FOR KEY SHARE OF u
), told AS (
  INSERT INTO notifications AS n (community_id, id, user_id, kind, actor_id, post_id, comment_id)
  -- Ids of version 7, of the same moment.
  SELECT $1, encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      PLACING substring(uuid_send($4::uuid) FOR 6) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
    readers.id, 'FOLLOWED', made.author_id, made.post_id, made.id FROM readers, made
  RETURNING n.community_id
), further AS (
  UPDATE comment_announcements SET told_up_to = (SELECT user_id FROM following ORDER BY user_id DESC LIMIT 1)
  WHERE community_id = $1 AND comment_id = (SELECT comment_id FROM job) AND (SELECT count(*) FROM following) = $3::int
), ended AS (
  DELETE FROM comment_announcements
  WHERE community_id = $1 AND comment_id = (SELECT comment_id FROM job) AND (SELECT count(*) FROM following) < $3::int
)
SELECT (SELECT count(*) FROM following) < $3::int AS "isDone" FROM job`,
});
