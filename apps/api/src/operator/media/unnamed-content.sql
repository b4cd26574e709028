-- Not Prisma: run on a connection of whoever runs the forum, as the role that sees all communities.
-- The last part of an uploaded avatar's address is its content id.
-- cid is never null.
SELECT cid FROM unnest(:cids::text[]) cid WHERE NOT EXISTS (SELECT FROM media m WHERE m.cid = cid.cid)
  AND NOT EXISTS (SELECT FROM users u WHERE u.avatar LIKE '/%' AND substring(u.avatar FROM '[^/]+$') = cid.cid)
