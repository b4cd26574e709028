-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, user_id::text AS row, format('%s entries for %s %s', count(*), reason, source_id) AS detail
  FROM point_transactions t
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND reason IN ('WELCOME', 'POST', 'COMMENT', 'LIKE_GIVEN', 'ANSWER_ACCEPTED', 'ACHIEVEMENT')
 GROUP BY community_id, user_id, reason, source_type, source_id HAVING count(*) > 1;
