-- Not Prisma: a table that the tool keeps for itself.
INSERT INTO agora.load_tables (table_name, rows) SELECT key, value::bigint FROM jsonb_each_text(:rows::jsonb)
