-- Not Prisma: adds to the views of many posts at once, locked by id as by all that locks several. A community under
-- maintenance is not written to, and counts none meanwhile.
WITH seen AS (
  SELECT p.id, v.views FROM unnest(:postIds::uuid[], :views::int[]) AS v(id, views)
  JOIN posts p ON p.community_id = :communityId AND p.id = v.id
  WHERE NOT EXISTS (SELECT FROM communities
    WHERE id = :communityId AND settings #>> '{maintenance,mode}' IN ('read-only', 'closed'))
  ORDER BY p.id FOR NO KEY UPDATE OF p
)
UPDATE posts p SET view_count = p.view_count + seen.views FROM seen WHERE p.community_id = :communityId AND p.id = seen.id
