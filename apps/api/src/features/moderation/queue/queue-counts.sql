-- Not Prisma: counts what waits, of all pages, in one statement.
-- reported is never null.
-- held is never null.
-- waiting is never null.
-- taken is never null.
WITH reported AS (
  SELECT DISTINCT coalesce(post_id, comment_id, reported_user_id) AS id FROM reports
  WHERE community_id = :communityId AND status = 'OPEN'
), held AS (
  SELECT post_id AS id FROM holds WHERE community_id = :communityId
  UNION ALL
  SELECT comment_id FROM comment_holds WHERE community_id = :communityId
), waiting AS (
  SELECT id FROM reported UNION SELECT id FROM held
)
SELECT (SELECT count(*) FROM waiting)::int AS waiting, (SELECT count(*) FROM reported)::int AS reported,
  (SELECT count(*) FROM held)::int AS held,
  (SELECT count(*) FROM waiting w JOIN queue_claims q ON q.community_id = :communityId AND q.target_id = w.id
    WHERE q.created_at > now() - interval '1 hour')::int AS taken
