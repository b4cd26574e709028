-- Not Prisma: a table that the tool keeps for itself.
SELECT ordinal, community_id AS id FROM agora.load_communities ORDER BY ordinal
