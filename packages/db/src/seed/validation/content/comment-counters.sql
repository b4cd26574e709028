-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT c.community_id, c.id::text AS row, format('like_count %s of %s', c.like_count, coalesce(l.likes, 0)) AS detail
  FROM comments c
  LEFT JOIN (SELECT community_id, comment_id, count(*) AS likes FROM comment_likes t
          WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) GROUP BY 1, 2) l
    ON l.community_id = c.community_id AND l.comment_id = c.id
 WHERE (:communities::uuid[] IS NULL OR c.community_id = ANY (:communities)) AND c.like_count <> coalesce(l.likes, 0);
