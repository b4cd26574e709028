-- Not Prisma: shows some posts again that an act hid, that are so still, and that nobody has acted on since.
WITH back AS MATERIALIZED (
  SELECT p.id, (e.before ->> 'status')::post_status AS status FROM moderation_effects e
  JOIN posts p ON p.community_id = :communityId AND p.id = e.target_id AND p.status = 'HIDDEN'
  WHERE e.community_id = :communityId AND e.entry_id = :entryId AND NOT EXISTS (SELECT FROM moderation_entries later
    WHERE later.community_id = :communityId AND later.target_id = p.id AND later.id > :entryId)
  ORDER BY p.id LIMIT :most::int FOR NO KEY UPDATE OF p
)
UPDATE posts p SET status = back.status, updated_at = greatest(now(), agora_later(p.updated_at))
FROM back WHERE p.community_id = :communityId AND p.id = back.id RETURNING p.id
