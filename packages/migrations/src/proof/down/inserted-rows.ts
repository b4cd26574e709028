import type { FillableTable } from '@agora/catalog';
import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { withAllRows } from '../all-rows.ts';

/** Rows that are taken back one by one; a migration that inserts more is not reference data. */
const LIMIT = 200;

/** The keys of the rows in a database that only migrations have written to. */
export type MigrationRows = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The keys of every row, as conditions in SQL, in tables that have a key which is given by whoever inserts:
 * the primary one, else another unique one without a default or an identity in it. (A number that the
 * database deals out would name another row elsewhere.)
 *
 * @param tables those of the database
 * @param counts how many rows they have, by label
 */
export async function readMigrationRows(
  client: Client,
  tables: readonly FillableTable[],
  counts: ReadonlyMap<string, number>,
): Promise<MigrationRows> {
  const found = new Map<string, ReadonlySet<string>>();
  const keys = await uniqueKeys(client);
  for (const table of tables) {
    const key = keys.get(table.oid)?.find((columns) => isGiven(table, columns));
    if (key === undefined) continue;
    if (counts.get(table.label) === 0) {
      found.set(table.name, new Set());
      continue;
    }
    const columns = key.map((name) => `${quoteIdentifier(name)}::text`).join(', ');
    const text = `SELECT ${columns} FROM ${table.name} ORDER BY ${columns} LIMIT ${LIMIT + 1}`;
    const { rows } = await withAllRows(client, () => client.query<string[]>({ text, rowMode: 'array' }));
    if (rows.length > LIMIT) continue;
    found.set(
      table.name,
      new Set(
        rows.map((row) =>
          key
            .map((name, index) => `${quoteIdentifier(name)} = ${quoteLiteral(row[index] ?? '')}`)
            .join(' AND '),
        ),
      ),
    );
  }
  return found;
}

/** DELETE statements for the rows of `after` that are not in `before`, in tables that both have. */
export function deleteInserted(before: MigrationRows, after: MigrationRows): string[] {
  const statements: string[] = [];
  for (const [table, rows] of after) {
    const known = before.get(table);
    if (known === undefined) continue;
    const added = [...rows].filter((row) => !known.has(row));
    if (added.length === 0) continue;
    statements.unshift(`DELETE FROM ${table} WHERE ${added.map((row) => `(${row})`).join(' OR ')}`);
  }
  return statements;
}

function isGiven(table: FillableTable, key: readonly string[]): boolean {
  return key.every((name) => {
    const column = table.columns.find((one) => one.name === name);
    return column !== undefined && column.notNull && !column.hasDefault;
  });
}

/** Unique keys over plain columns and all rows, the primary one first. */
async function uniqueKeys(client: Client): Promise<ReadonlyMap<number, readonly (readonly string[])[]>> {
  const { rows } = await client.query<{ oid: number; columns: string[] }>(
    `SELECT i.indrelid::int8::float8 AS oid, (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS columns
     FROM pg_index i WHERE i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indrelid >= 16384
     ORDER BY i.indisprimary DESC, i.indexrelid`,
  );
  const found = new Map<number, (readonly string[])[]>();
  for (const row of rows) found.set(row.oid, [...(found.get(row.oid) ?? []), row.columns]);
  return found;
}
