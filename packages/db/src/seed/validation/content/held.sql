-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT h.community_id, 'posts ' || h.post_id AS row, format('is %s', t.status) AS detail
  FROM holds h JOIN posts t ON t.community_id = h.community_id AND t.id = h.post_id
 WHERE (:communities::uuid[] IS NULL OR h.community_id = ANY (:communities)) AND t.status <> 'HIDDEN';

SELECT h.community_id, 'comments ' || h.comment_id AS row, format('is %s', t.status) AS detail
  FROM comment_holds h JOIN comments t ON t.community_id = h.community_id AND t.id = h.comment_id
 WHERE (:communities::uuid[] IS NULL OR h.community_id = ANY (:communities)) AND t.status <> 'HIDDEN';
