-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- As many of one post as the API takes.
SELECT community_id, 'posts ' || post_id AS row, format('%s tags', count(*)) AS detail
  FROM post_tags t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
 GROUP BY community_id, post_id HAVING count(*) > 5;
