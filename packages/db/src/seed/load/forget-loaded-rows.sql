-- Not Prisma: a table that the tool keeps for itself.
DELETE FROM agora.load_communities;
DELETE FROM agora.load_tables;
