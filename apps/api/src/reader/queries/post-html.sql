-- Not Prisma: goes in the one round trip of a page; the HTML of a post beside the answer of post-page.sql, which says whether
-- it may be seen.
SELECT p.html FROM posts p WHERE p.community_id = :communityId AND p.id = :postId
