-- Not Prisma: comments that an act hid and that are so still, and that nobody has acted on since.
SELECT c.id, c.post_id AS "postId" FROM moderation_effects e
JOIN comments c ON c.community_id = :communityId AND c.id = e.target_id AND c.status = 'HIDDEN'
WHERE e.community_id = :communityId AND e.entry_id = :entryId AND NOT EXISTS (SELECT FROM moderation_entries later
  WHERE later.community_id = :communityId AND later.target_id = c.id AND later.id > :entryId)
ORDER BY c.id LIMIT :most::int
