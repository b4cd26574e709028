-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT l.community_id, l.post_id::text AS row, 'liked by its author ' || l.user_id AS detail
  FROM post_likes l JOIN posts p ON p.community_id = l.community_id AND p.id = l.post_id
 WHERE (:communities::uuid[] IS NULL OR l.community_id = ANY (:communities)) AND p.author_id = l.user_id;

SELECT l.community_id, l.comment_id::text AS row, 'liked by its author ' || l.user_id AS detail
  FROM comment_likes l JOIN comments c ON c.community_id = l.community_id AND c.id = l.comment_id
 WHERE (:communities::uuid[] IS NULL OR l.community_id = ANY (:communities)) AND c.author_id = l.user_id;
