-- Not Prisma: a table that the tool keeps for itself.
-- seed is never null.
SELECT profile, seed::float8 AS seed, reference FROM agora.seed_profiles
