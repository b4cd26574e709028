-- Not Prisma: how many comments of a thread, from one place to another, have so many bytes of text; at least one.
-- fitting is never null.
SELECT count(*)::int AS fitting FROM (
  SELECT sum(octet_length(c.body)) OVER (ORDER BY c.path ROWS UNBOUNDED PRECEDING) - octet_length(c.body) AS ahead
  FROM (SELECT c.path, c.body FROM comments c WHERE c.community_id = :communityId AND c.post_id = :postId
    AND c.path >= decode(:low, 'hex') AND c.path < decode(:high, 'hex') ORDER BY c.path LIMIT :comments) c) c
WHERE ahead < :bytes::int
