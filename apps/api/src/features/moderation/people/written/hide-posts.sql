-- Not Prisma: hides some of the posts of somebody, and keeps beside the act what they were, in one statement.
WITH gone AS MATERIALIZED (
  SELECT id, status FROM posts WHERE community_id = :communityId AND author_id = :authorId
    AND status IN ('PUBLISHED', 'ARCHIVED') ORDER BY id LIMIT :most::int FOR NO KEY UPDATE
), kept AS (
  INSERT INTO moderation_effects (community_id, entry_id, target_id, before)
  SELECT :communityId, :entryId, id, jsonb_build_object('status', status) FROM gone
  ON CONFLICT (community_id, entry_id, target_id) DO NOTHING
)
UPDATE posts p SET status = 'HIDDEN', updated_at = greatest(now(), agora_later(p.updated_at))
FROM gone WHERE p.community_id = :communityId AND p.id = gone.id RETURNING p.id
