-- Not Prisma: looks at the first rows of tables of any size.
-- typical is never null.
SELECT (SELECT count(*) >= 5 AND count(*) >= 5 * count(DISTINCT community_id) FROM (SELECT community_id FROM users LIMIT 1000) AS beginning)
   AND (SELECT count(*) >= 5 AND count(*) >= 5 * count(DISTINCT community_id) FROM (SELECT community_id FROM posts LIMIT 1000) AS beginning)
   AND (SELECT count(*) >= 5 AND count(*) >= 5 * count(DISTINCT community_id) FROM (SELECT community_id FROM comments LIMIT 1000) AS beginning) AS typical
