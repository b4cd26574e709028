import { type Catalog, readTables } from '@agora/catalog';
import type { Client } from '@agora/postgres';
import { type LateColumns, rowMark } from '@agora/seeding/fill';

import { withAllRows } from '../all-rows.ts';

/**
 * Columns that came since a database was filled, so that they are NULL in the rows made up there.
 *
 * @param filled the catalog when it was filled
 * @param now the catalog of the database that only migrations have written to
 * @param client a connection to that one: what it holds are no made-up rows
 */
export async function lateColumns(filled: Catalog, now: Catalog, client: Client): Promise<LateColumns[]> {
  const added = new Map<string, string[]>();
  for (const [key, { kind, schema, parent, name }] of now.objects) {
    if (kind !== 'column' || schema === undefined || parent === undefined) continue;
    if (filled.objects.has(key)) continue;
    const table = `${schema}.${parent}`;
    added.set(table, [...(added.get(table) ?? []), name]);
  }
  if (added.size === 0) return [];
  const late: LateColumns[] = [];
  for (const table of await readTables(client)) {
    const columns = added.get(table.label);
    if (columns === undefined) continue;
    const { rows } = await withAllRows(client, () =>
      client.query<{ mark: string }>(`SELECT ${rowMark(table)} AS mark FROM ${table.name}`),
    );
    late.push({ table: table.label, columns, others: new Set(rows.map(({ mark }) => mark)) });
  }
  return late;
}
