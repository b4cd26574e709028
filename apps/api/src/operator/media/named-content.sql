-- Not Prisma: run on a connection of whoever runs the forum, as the role that sees all communities.
-- The last part of an uploaded avatar's address is its content id.
-- cid is never null.
SELECT cid FROM media WHERE cid = ANY(:cids::text[])
UNION SELECT substring(avatar FROM '[^/]+$') FROM users WHERE avatar LIKE '/%' AND substring(avatar FROM '[^/]+$') = ANY(:cids::text[])
