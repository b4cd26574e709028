import type { Client } from '@agora/postgres';

/** Indexes, keys and foreign keys of tables ($1), with those that refer to them. */
const STRUCTURE = `
  SELECT CASE contype WHEN 'f' THEN 'foreign key' ELSE 'key' END AS kind, conrelid::regclass::text AS table_name,
         conname AS name, CASE contype WHEN 'f' THEN '' ELSE pg_get_indexdef(conindid) END AS sql,
         pg_get_constraintdef(oid) AS constraint_sql
    FROM pg_constraint
   WHERE (conrelid = ANY ($1::text[]::regclass[]) AND contype IN ('f', 'p', 'u'))
      OR (confrelid = ANY ($1::text[]::regclass[]) AND contype = 'f')
  UNION ALL
  SELECT 'index', indrelid::regclass::text, i.relname, pg_get_indexdef(indexrelid), NULL
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
   WHERE indrelid = ANY ($1::text[]::regclass[])
     AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))`;

/** How many indexes and keys {@link dropStructure} would take off. */
export async function countStructure(client: Client, tables: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ parts: number }>(
    `SELECT count(*)::integer AS parts FROM (${STRUCTURE}) structure`,
    [tables],
  );
  return rows[0]?.parts ?? 0;
}

/**
 * Takes indexes and keys off tables and notes how to make them again. Call it in a transaction: a database without
 * them then always says so in `agora.load_structure`.
 */
export async function dropStructure(client: Client, tables: readonly string[]): Promise<void> {
  await client.query(
    `INSERT INTO agora.load_structure (kind, table_name, name, sql, constraint_sql) ${STRUCTURE}`,
    [tables],
  );
  const { rows } = await client.query<{ drop: string }>(`
      SELECT CASE kind WHEN 'index' THEN format('DROP INDEX %s', string_agg(format('%I', name), ', '))
                       ELSE format('ALTER TABLE %s %s', table_name,
                                   string_agg(format('DROP CONSTRAINT %I', name), ', ')) END AS drop
        FROM agora.load_structure GROUP BY kind, table_name ORDER BY kind = 'foreign key' DESC`);
  await client.query(rows.map(({ drop }) => drop).join('; '));
}
