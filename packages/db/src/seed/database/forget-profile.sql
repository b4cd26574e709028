-- Not Prisma: a table that the tool keeps for itself.
DELETE FROM agora.seed_profiles WHERE profile = :profile
