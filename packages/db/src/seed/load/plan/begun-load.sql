-- Not Prisma: a table that the tool keeps for itself.
-- seed is never null.
-- missingParts is never null.
SELECT scale, seed::float8 AS seed, reference, strategy, finished_at AS "finishedAt",
       (SELECT count(*)::integer FROM agora.load_structure) AS "missingParts"
  FROM agora.loads
