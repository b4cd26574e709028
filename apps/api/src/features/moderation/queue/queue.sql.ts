// Made from queue.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface QueueParameters {
  readonly communityId: string;
  readonly after: Date | string | null;
  readonly afterId: string | null;
  readonly limit: number;
}

export interface QueueRow {
  readonly id: string;
  readonly since: Date;
  readonly reports: number;
  readonly reasons: string;
  readonly hold: 'FLOOD' | 'NEW_MEMBER' | null;
  readonly kind: string;
  readonly postId: string | null;
  readonly title: string | null;
  readonly excerpt: string;
  readonly status: string;
  readonly authorId: string | null;
  readonly authorName: string | null;
  readonly takenById: string | null;
  readonly takenByName: string | null;
  readonly takenAt: Date | null;
}

export const queueSql = sql<QueueParameters, QueueRow>({
  name: 'queue',
  parameters: ['communityId', 'after', 'afterId', 'limit'],
  text: `WITH reported AS (
  SELECT coalesce(post_id, comment_id, reported_user_id) AS id, min(created_at) AS since, count(*) AS reports,
    string_agg(DISTINCT reason::text, ' ' ORDER BY reason::text) AS reasons
  FROM reports WHERE community_id = $1 AND status = 'OPEN' GROUP BY 1
), held AS (
  SELECT post_id AS id, created_at AS since, reason FROM holds WHERE community_id = $1
  UNION ALL
  SELECT comment_id, created_at, reason FROM comment_holds WHERE community_id = $1
), waiting AS (
  SELECT coalesce(r.id, h.id) AS id, least(r.since, h.since) AS since, coalesce(r.reports, 0) AS reports,
    coalesce(r.reasons, '') AS reasons, h.reason AS hold
  FROM reported r FULL JOIN held h ON h.id = r.id
)
SELECT w.id, w.since, w.reports::int AS reports, w.reasons, w.hold,
  CASE WHEN p.id IS NOT NULL THEN 'POST' WHEN c.id IS NOT NULL THEN 'COMMENT' ELSE 'USER' END AS kind,
  coalesce(p.id, c.post_id) AS "postId", p.title, left(coalesce(p.body, c.body, u.bio, ''), 1000) AS excerpt,
  coalesce(p.status::text, c.status::text, u.status::text, '') AS status,
  a.id AS "authorId", a.username AS "authorName", m.id AS "takenById", m.username AS "takenByName", q.created_at AS "takenAt"
FROM waiting w
LEFT JOIN posts p ON p.community_id = $1 AND p.id = w.id
LEFT JOIN comments c ON c.community_id = $1 AND c.id = w.id
LEFT JOIN users u ON u.community_id = $1 AND u.id = w.id
LEFT JOIN users a ON a.community_id = $1 AND a.id = coalesce(p.author_id, c.author_id, u.id)
LEFT JOIN queue_claims q ON q.community_id = $1 AND q.target_id = w.id AND q.created_at > now() - interval '1 hour'
LEFT JOIN users m ON m.community_id = $1 AND m.id = q.moderator_id
WHERE $2::timestamptz IS NULL OR (w.since, w.id) > ($2, $3::uuid)
ORDER BY w.since, w.id LIMIT $4::int + 1`,
});
