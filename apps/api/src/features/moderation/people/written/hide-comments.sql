-- Not Prisma: hides comments, and keeps beside the act what they were, in one statement; their posts are locked.
WITH gone AS MATERIALIZED (
  SELECT id, accepted_at FROM comments
  WHERE community_id = :communityId AND id = ANY (:commentIds::uuid[]) AND status = 'PUBLISHED' ORDER BY id FOR NO KEY UPDATE
), kept AS (
  INSERT INTO moderation_effects (community_id, entry_id, target_id, before)
  SELECT :communityId, :entryId, id, jsonb_build_object('acceptedAt', accepted_at) FROM gone
  ON CONFLICT (community_id, entry_id, target_id) DO NOTHING
)
UPDATE comments c SET status = 'HIDDEN', accepted_at = NULL, updated_at = greatest(now(), agora_later(c.updated_at))
FROM gone WHERE c.community_id = :communityId AND c.id = gone.id RETURNING c.id
