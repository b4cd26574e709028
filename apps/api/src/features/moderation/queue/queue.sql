-- Not Prisma: groups open reports by what they are about, beside posts and comments that are held; who waits longest comes first. Who takes
-- something has an hour. `after` is the last one of the page before.
-- :after may be null.
-- :afterId may be null.
-- id is never null.
-- since is never null.
-- reports is never null.
-- reasons is never null.
-- kind is never null.
-- excerpt is never null.
-- status is never null.
WITH reported AS (
  SELECT coalesce(post_id, comment_id, reported_user_id) AS id, min(created_at) AS since, count(*) AS reports,
    string_agg(DISTINCT reason::text, ' ' ORDER BY reason::text) AS reasons
  FROM reports WHERE community_id = :communityId AND status = 'OPEN' GROUP BY 1
), held AS (
  SELECT post_id AS id, created_at AS since, reason FROM holds WHERE community_id = :communityId
  UNION ALL
  SELECT comment_id, created_at, reason FROM comment_holds WHERE community_id = :communityId
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
LEFT JOIN posts p ON p.community_id = :communityId AND p.id = w.id
LEFT JOIN comments c ON c.community_id = :communityId AND c.id = w.id
LEFT JOIN users u ON u.community_id = :communityId AND u.id = w.id
LEFT JOIN users a ON a.community_id = :communityId AND a.id = coalesce(p.author_id, c.author_id, u.id)
LEFT JOIN queue_claims q ON q.community_id = :communityId AND q.target_id = w.id AND q.created_at > now() - interval '1 hour'
LEFT JOIN users m ON m.community_id = :communityId AND m.id = q.moderator_id
WHERE :after::timestamptz IS NULL OR (w.since, w.id) > (:after, :afterId::uuid)
ORDER BY w.since, w.id LIMIT :limit::int + 1
