-- Not Prisma: a table that the tool keeps for itself.
INSERT INTO agora.load_communities (ordinal, community_id, rows)
SELECT * FROM unnest(:ordinals::integer[], :ids::uuid[], :rows::jsonb[])
