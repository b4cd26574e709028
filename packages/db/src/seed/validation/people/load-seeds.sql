-- Not Prisma: a table that the tool keeps for itself.
-- seed is never null.
SELECT seed::float8 AS seed FROM agora.loads
