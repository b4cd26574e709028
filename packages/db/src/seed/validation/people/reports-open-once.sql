-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, 'reports by ' || reporter_id AS row,
       format('%s open about %s', count(*), coalesce(post_id, comment_id, reported_user_id)) AS detail
  FROM reports t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND status = 'OPEN'
 GROUP BY community_id, reporter_id, post_id, comment_id, reported_user_id HAVING count(*) > 1;

SELECT r.community_id, 'reports ' || r.id AS row, 'about the draft ' || p.id AS detail
  FROM reports r JOIN posts p ON p.community_id = r.community_id AND p.id = r.post_id
 WHERE (:communities::uuid[] IS NULL OR r.community_id = ANY (:communities)) AND p.status = 'DRAFT';
