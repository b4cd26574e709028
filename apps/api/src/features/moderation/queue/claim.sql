-- Not Prisma: takes something that waits, unless another moderator has it; one claim of two at once wins. A claim lasts an hour.
WITH waits AS (
  SELECT EXISTS (SELECT FROM reports WHERE community_id = :communityId AND status = 'OPEN'
      AND (post_id = :targetId OR comment_id = :targetId OR reported_user_id = :targetId))
    OR EXISTS (SELECT FROM holds WHERE community_id = :communityId AND post_id = :targetId)
    OR EXISTS (SELECT FROM comment_holds WHERE community_id = :communityId AND comment_id = :targetId) AS found
), made AS (
  INSERT INTO queue_claims AS q (community_id, target_id, moderator_id)
  SELECT :communityId, :targetId, :userId FROM waits WHERE found
  ON CONFLICT (community_id, target_id) DO UPDATE SET moderator_id = excluded.moderator_id, created_at = excluded.created_at
  WHERE q.moderator_id = excluded.moderator_id OR excluded.created_at - q.created_at > interval '1 hour'
  RETURNING q.target_id
)
SELECT CASE WHEN NOT found THEN 'resource.not_found' WHEN NOT EXISTS (SELECT FROM made) THEN 'queue.taken' END AS refused
FROM waits
