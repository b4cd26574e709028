-- Not Prisma: a table that the tool keeps for itself.
SELECT table_name AS "table" FROM agora.load_tables ORDER BY 1
