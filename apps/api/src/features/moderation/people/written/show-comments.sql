-- Not Prisma: shows comments again that an act hid; their posts are locked. One is the answer again if there is no other by now.
WITH back AS MATERIALIZED (
  SELECT c.id, c.post_id, (e.before ->> 'acceptedAt')::timestamptz AS accepted_at FROM moderation_effects e
  JOIN comments c ON c.community_id = :communityId AND c.id = e.target_id
  WHERE e.community_id = :communityId AND e.entry_id = :entryId AND c.id = ANY (:commentIds::uuid[]) AND c.status = 'HIDDEN'
  ORDER BY c.id FOR NO KEY UPDATE OF c
)
UPDATE comments c SET status = 'PUBLISHED', updated_at = greatest(now(), agora_later(c.updated_at)),
  accepted_at = CASE WHEN NOT EXISTS (SELECT FROM comments other WHERE other.community_id = :communityId
    AND other.post_id = back.post_id AND other.accepted_at IS NOT NULL) THEN back.accepted_at END
FROM back WHERE c.community_id = :communityId AND c.id = back.id RETURNING c.id
