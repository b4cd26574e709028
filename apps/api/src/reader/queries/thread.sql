-- Not Prisma: goes in the one round trip of a page; the thread as far as a page goes, as post-page.sql has it, with its HTML.
-- Texts come as Markdown where the HTML is not there or was made by another renderer.
-- shown is never null.
-- path is never null.
-- accepted is never null.
-- liked is never null.
-- waits is never null.
-- :viewerId may be null.
WITH page AS (
  SELECT c.*, row_number() OVER whole <= :comments::int
    AND sum(octet_length(coalesce(c.html, c.body))) OVER whole - octet_length(coalesce(c.html, c.body)) < :bytes::int AS shown
  FROM (SELECT c.* FROM comments c WHERE c.community_id = :communityId AND c.post_id = :postId
      AND c.path >= decode(:low, 'hex') AND c.path < decode(:high, 'hex')
    ORDER BY c.path LIMIT :comments::int + 1) c
  WINDOW whole AS (ORDER BY c.path ROWS UNBOUNDED PRECEDING))
SELECT c.shown, encode(c.path, 'hex') AS path, c.id, c.depth, c.status, c.like_count AS "likeCount",
  :viewerId::uuid IS NOT NULL AND EXISTS (SELECT FROM comment_likes l
    WHERE l.community_id = :communityId AND l.comment_id = c.id AND l.user_id = :viewerId) AS liked,
  c.accepted_at IS NOT NULL AS accepted, c.created_at AS "createdAt", c.edited_at AS "editedAt",
  CASE WHEN c.status = 'PUBLISHED' AND c.shown AND starts_with(c.html, :renderedBy) THEN c.html END AS html,
  CASE WHEN c.status = 'PUBLISHED' AND c.shown AND starts_with(c.html, :renderedBy) IS NOT TRUE THEN c.body END AS body,
  CASE WHEN c.status = 'HIDDEN' THEN EXISTS (SELECT FROM comment_holds h
    WHERE h.community_id = :communityId AND h.comment_id = c.id) ELSE false END AS waits,
  u.id AS "authorId", u.username, u.display_name AS "displayName", u.avatar, u.role
FROM page c CROSS JOIN LATERAL (SELECT u.id, u.username, u.display_name, u.avatar, u.role
  FROM users u WHERE u.community_id = :communityId AND u.id = c.author_id OFFSET 0) u
ORDER BY c.path
