-- Not Prisma: a table that the tool keeps for itself.
INSERT INTO agora.seed_profiles (profile, seed, reference) VALUES (:profile, :seed, :reference)
ON CONFLICT (profile) DO UPDATE SET seed = excluded.seed, reference = excluded.reference
