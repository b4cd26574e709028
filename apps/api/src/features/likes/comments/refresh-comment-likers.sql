-- Not Prisma: goes in the write of a like, and brings the achievements of both up to their counters, in the order of their
-- ids.
SELECT sum(agora_refresh_achievements(:communityId, person.id,
  CASE WHEN person.id = :userId THEN :likerEntryIds::uuid[] ELSE :authorEntryIds::uuid[] END))::int AS points
FROM (SELECT id FROM users WHERE community_id = :communityId
  AND id IN (:userId, (SELECT author_id FROM comments WHERE community_id = :communityId AND id = :commentId))
  ORDER BY id) person
