-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT u.community_id, u.username AS row, format('joined at %s, the community began at %s', u.created_at, c.created_at) AS detail
  FROM users u JOIN communities c ON c.id = u.community_id
 WHERE (:communities::uuid[] IS NULL OR u.community_id = ANY (:communities)) AND u.created_at < c.created_at;
