-- Not Prisma: a table that the tool keeps for itself.
UPDATE agora.loads SET finished_at = now()
