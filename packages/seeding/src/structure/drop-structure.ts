import type { Client } from '@agora/postgres';

/**
 * Takes indexes and keys off tables and notes how to make them again. Call it in a transaction: a database without
 * them then always says so in `agora.load_structure`.
 */
export async function dropStructure(client: Client, tables: readonly string[]): Promise<void> {
  await client.query(
    `
      INSERT INTO agora.load_structure (kind, table_name, name, sql, constraint_sql)
      SELECT CASE contype WHEN 'f' THEN 'foreign key' ELSE 'key' END, conrelid::regclass::text, conname,
             CASE contype WHEN 'f' THEN '' ELSE pg_get_indexdef(conindid) END, pg_get_constraintdef(oid)
        FROM pg_constraint
       WHERE (conrelid = ANY ($1::text[]::regclass[]) AND contype IN ('f', 'p', 'u'))
          OR (confrelid = ANY ($1::text[]::regclass[]) AND contype = 'f')
      UNION ALL
      SELECT 'index', indrelid::regclass::text, i.relname, pg_get_indexdef(indexrelid), NULL
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
       WHERE indrelid = ANY ($1::text[]::regclass[])
         AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))`,
    [tables],
  );
  const { rows } = await client.query<{ drop: string }>(`
      SELECT CASE kind WHEN 'index' THEN format('DROP INDEX %s', string_agg(format('%I', name), ', '))
                       ELSE format('ALTER TABLE %s %s', table_name,
                                   string_agg(format('DROP CONSTRAINT %I', name), ', ')) END AS drop
        FROM agora.load_structure GROUP BY kind, table_name ORDER BY kind = 'foreign key' DESC`);
  await client.query(rows.map(({ drop }) => drop).join('; '));
}
