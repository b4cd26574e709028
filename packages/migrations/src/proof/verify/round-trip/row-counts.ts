import { type FillableTable, readTables } from '@agora/catalog';
import type { Client } from '@agora/postgres';

import { withAllRows } from '../../all-rows.ts';

/** Rows counted in a table; a migration that inserts more is looked at no further. */
const LIMIT = 1000;

/** Rows of each table, by `schema.table`. */
export type RowCounts = ReadonlyMap<string, number>;

/** @param known the tables, where they have been read already */
export async function countRows(client: Client, known?: readonly FillableTable[]): Promise<RowCounts> {
  const tables = known ?? (await readTables(client));
  if (tables.length === 0) return new Map();
  const parts = tables.map(
    (table, index) =>
      `SELECT ${index} AS place, (SELECT count(*)::int FROM (SELECT FROM ${table.name} LIMIT ${LIMIT}) t) AS rows`,
  );
  const { rows } = await withAllRows(client, () =>
    client.query<{ place: number; rows: number }>(parts.join(' UNION ALL ')),
  );
  return new Map(rows.map((row) => [tables[row.place]?.label ?? '', row.rows]));
}

/** How many rows tables have more than they had, among those that are in both. */
export function rowsMore(before: RowCounts, after: RowCounts): RowCounts {
  return new Map(
    [...after].flatMap(([table, count]) => {
      const was = before.get(table);
      return was !== undefined && count > was ? [[table, count - was] as const] : [];
    }),
  );
}

/** A line for each table in which rows of the way forward are still there after the way back. */
export function rowsLeft(inserted: RowCounts, full: RowCounts, returned: RowCounts): string[] {
  return [...inserted].flatMap(([table, count]) => {
    const left = (returned.get(table) ?? 0) - ((full.get(table) ?? 0) - count);
    return left > 0 ? [`${Math.min(left, count)} rows that the migration put into ${table} stay there`] : [];
  });
}
