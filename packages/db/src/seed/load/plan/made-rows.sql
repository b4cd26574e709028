-- Not Prisma: a table that the tool keeps for itself.
-- table is never null.
-- rows is never null.
SELECT "table", sum(rows)::float8 AS rows
  FROM (SELECT key AS "table", value::bigint AS rows FROM agora.load_communities, jsonb_each_text(rows)
        UNION ALL SELECT table_name, rows FROM agora.load_tables) made
 GROUP BY 1 ORDER BY 1
