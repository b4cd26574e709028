-- Not Prisma: a table that the tool keeps for itself.
SELECT community_id AS id FROM agora.load_communities
