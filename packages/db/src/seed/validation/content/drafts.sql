-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, id::text AS row, format('%s comments, %s likes, pinned %s, edited %s', comment_count, like_count, pinned, edited_at) AS detail
  FROM posts t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND status = 'DRAFT' AND (comment_count > 0 OR like_count > 0 OR pinned OR edited_at IS NOT NULL);

SELECT t.community_id, t.id::text AS row, 'rewards the draft ' || p.id AS detail
  FROM point_transactions t JOIN posts p ON p.community_id = t.community_id AND p.id = t.source_id
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND t.reason = 'POST' AND p.status = 'DRAFT';

SELECT t.community_id, p.id::text AS row, 'followed by ' || t.user_id AS detail
  FROM post_follows t JOIN posts p ON p.community_id = t.community_id AND p.id = t.post_id
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND p.status = 'DRAFT' AND p.author_id <> t.user_id;
