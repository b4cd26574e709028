-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT s.key[1]::uuid AS community_id, 'point_transactions ' || s.key[2] AS row, 'seeded, and gone' AS detail
  FROM agora.seed_rows s LEFT JOIN point_transactions t ON t.community_id = s.key[1]::uuid AND t.id = s.key[2]::uuid
 WHERE s.name LIKE '%/point_transactions' AND (:communities::uuid[] IS NULL OR s.key[1]::uuid = ANY (:communities))
   AND t.id IS NULL;

SELECT s.key[1]::uuid AS community_id, 'moderation_entries ' || s.key[2] AS row, 'seeded, and gone' AS detail
  FROM agora.seed_rows s LEFT JOIN moderation_entries t ON t.community_id = s.key[1]::uuid AND t.id = s.key[2]::uuid
 WHERE s.name LIKE '%/moderation_entries' AND (:communities::uuid[] IS NULL OR s.key[1]::uuid = ANY (:communities))
   AND t.id IS NULL;
