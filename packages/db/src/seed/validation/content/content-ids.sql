-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- `bafkrei` and `bafybei` are the base32 of 01 55 12 20 and 01 70 12 20, up to the first bits of the digest.
SELECT community_id, id::text AS row, cid AS detail
  FROM media t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND cid !~ '^baf(kre|ybe)[a-p][a-z2-7]{52}$';

SELECT community_id, cid AS row, format('%s to %s bytes, %s and %s', min(bytes), max(bytes), min(mime_type), max(mime_type)) AS detail
  FROM media t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
 GROUP BY community_id, cid HAVING min(bytes) <> max(bytes) OR min(mime_type) <> max(mime_type);

SELECT community_id, id::text AS row, format('%s of %s by %s', mime_type, width, height) AS detail
  FROM media t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (mime_type !~ '^[a-z]+/[a-z0-9][a-z0-9.+-]*$' OR num_nulls(width, height) = 1);

-- As many of one post as the API takes.
SELECT community_id, post_id::text AS row, format('%s media', count(*)) AS detail
  FROM media t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
 GROUP BY community_id, post_id HAVING count(*) > 20;
