import type { Client } from '@agora/postgres';
import { loadTables } from './tables/index.ts';

/**
 * Statistics matter to a load into tables with their foreign keys in place: each row is checked by a prepared query,
 * and about a table without statistics the planner believes that any index beginning with the community will do. It
 * then reads the whole community for each row, a hundred times slower.
 */
export async function analyzeTables(client: Client): Promise<void> {
  await client.query(`ANALYZE ${loadTables.map(({ factory }) => factory.table).join(', ')}`);
}

/** Whether the tables that the most rows refer to had any when they were last analysed. */
export async function hasStatistics(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(
    `SELECT bool_and(reltuples > 0) AS has FROM pg_class
      WHERE oid = ANY (ARRAY['users', 'posts', 'comments']::regclass[])`,
  );
  return rows[0]?.has === true;
}
