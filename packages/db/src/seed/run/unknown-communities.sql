-- Not Prisma: ids as they are given, which may be none.
-- id is never null.
SELECT wanted.id FROM unnest(:ids::text[]) AS wanted (id)
 WHERE NOT EXISTS (SELECT FROM communities c WHERE c.id::text = lower(wanted.id))
