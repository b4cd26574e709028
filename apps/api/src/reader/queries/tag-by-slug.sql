-- Not Prisma: goes in the one round trip of a page.
SELECT name FROM tags WHERE community_id = :communityId AND slug = :slug
