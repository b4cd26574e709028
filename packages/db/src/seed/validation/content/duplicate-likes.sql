-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, post_id::text AS row, format('%s likes by %s', count(*), user_id) AS detail
  FROM post_likes t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
 GROUP BY community_id, post_id, user_id HAVING count(*) > 1;

SELECT community_id, comment_id::text AS row, format('%s likes by %s', count(*), user_id) AS detail
  FROM comment_likes t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
 GROUP BY community_id, comment_id, user_id HAVING count(*) > 1;
