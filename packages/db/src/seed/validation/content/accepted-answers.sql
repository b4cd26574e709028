-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, post_id::text AS row, format('%s accepted answers', count(*)) AS detail
  FROM comments t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND accepted_at IS NOT NULL
 GROUP BY community_id, post_id HAVING count(*) > 1;

SELECT community_id, id::text AS row, 'accepted, and ' || status AS detail
  FROM comments t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND accepted_at IS NOT NULL AND status <> 'PUBLISHED';
