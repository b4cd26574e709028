-- Not Prisma: a table that the tool keeps for itself.
INSERT INTO agora.loads (scale, seed, reference, strategy) VALUES (:scale, :seed, :reference, :strategy)
