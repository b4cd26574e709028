-- Not Prisma: goes in the one round trip of a page; what the navigation shows of the channels, without the counts that
-- only their own pages show.
SELECT slug, name, description FROM channels WHERE community_id = :communityId ORDER BY position, slug
