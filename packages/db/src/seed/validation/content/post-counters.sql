-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT p.community_id, p.id::text AS row,
       format('like_count %s of %s, comment_count %s of %s, last activity %s of %s', p.like_count, coalesce(l.likes, 0),
         p.comment_count, coalesce(c.comments, 0), p.last_activity_at, greatest(p.created_at, c.newest)) AS detail
  FROM posts p
  LEFT JOIN (SELECT community_id, post_id, count(*) AS likes FROM post_likes t
          WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) GROUP BY 1, 2) l
    ON l.community_id = p.community_id AND l.post_id = p.id
  LEFT JOIN (SELECT community_id, post_id, count(*) AS comments, max(created_at) AS newest
               FROM comments t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND status = 'PUBLISHED' GROUP BY 1, 2) c
    ON c.community_id = p.community_id AND c.post_id = p.id
 WHERE (:communities::uuid[] IS NULL OR p.community_id = ANY (:communities))
   AND (p.like_count <> coalesce(l.likes, 0) OR p.comment_count <> coalesce(c.comments, 0)
     OR p.last_activity_at <> greatest(p.created_at, c.newest));
