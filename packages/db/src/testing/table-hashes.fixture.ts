import { withConnection } from '@agora/postgres';
import { factories } from '../seed/factories/index.ts';

/** One hash for each seeded table, over all columns of all rows, whatever their order. */
export async function tableHashes(url: string): Promise<Record<string, string>> {
  const parts = factories.map(
    ({ table }) =>
      `SELECT '${table}' AS "table", count(*) || ' rows, ' || coalesce(sum(hashtextextended(t::text, 7)), 0) AS hash FROM ${table} t`,
  );
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ table: string; hash: string }>(parts.join(' UNION ALL '));
    return Object.fromEntries(rows.map(({ table, hash }) => [table, hash]));
  });
}

/** Every index and constraint of the database with its definition, and whether it is valid. */
export async function structureOf(url: string): Promise<readonly string[]> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(`
      SELECT format('%s %s', pg_get_indexdef(indexrelid), indisvalid) AS line
        FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid WHERE c.relnamespace = 'public'::regnamespace
      UNION ALL
      SELECT format('%s %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
      ORDER BY 1`);
    return rows.map(({ line }) => line);
  });
}
