-- Not Prisma: run on a connection of whoever runs the forum, as the role that sees all communities.
-- cid is never null.
SELECT cid FROM unnest(:cids::text[]) cid WHERE NOT EXISTS (SELECT FROM media m WHERE m.cid = cid.cid)
