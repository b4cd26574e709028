-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, lower(username) AS row, format('username of %s people', count(*)) AS detail
  FROM users t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
 GROUP BY community_id, lower(username) HAVING count(*) > 1;

SELECT community_id, lower(email) AS row, format('email of %s people', count(*)) AS detail
  FROM users t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
 GROUP BY community_id, lower(email) HAVING count(*) > 1;
