import { type Client, quoteIdentifier } from '@agora/postgres';

import { readTables } from './read-tables.ts';

/** Rows looked at in each table. */
const LIMIT = 500;

/** What the tables of a scratch database hold: for each column, a hash of every value, sorted. */
export interface Content {
  /** `schema.table` to column to hashes. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

/** Hashes the values of every column that is not generated, up to 500 rows a table. */
export async function readContent(client: Client): Promise<Content> {
  const tables = (await readTables(client)).filter((table) => table.columns.length > 0);
  const found = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (let at = 0; at < tables.length; at += 50) {
    const batch = tables.slice(at, at + 50);
    const parts = batch.map((table, index) => {
      const columns = table.columns.map(
        (column) =>
          `array_agg(hashtextextended(${quoteIdentifier(column.name)}::text, 0)::text ORDER BY hashtextextended(${quoteIdentifier(column.name)}::text, 0))`,
      );
      return `SELECT ${index} AS place, (SELECT to_jsonb(ARRAY[${columns.map((column) => `to_jsonb(${column})`).join(', ')}]) FROM (SELECT * FROM ${table.name} LIMIT ${LIMIT}) t) AS hashes`;
    });
    const { rows } = await client.query<{ place: number; hashes: (string[] | null)[] }>(
      parts.join(' UNION ALL '),
    );
    for (const row of rows) {
      const table = batch[row.place];
      if (table === undefined) continue;
      found.set(
        table.label,
        new Map(
          table.columns.map((column, index) => [
            column.name,
            (row.hashes[index] ?? []).map((one) => one ?? ''),
          ]),
        ),
      );
    }
  }
  return { tables: found };
}

/**
 * Columns, as `schema.table.column`, whose values of `before` are not all in `after`; the table alone when
 * rows of it are gone altogether. Values that are there in addition count as no loss.
 */
export function lostContent(before: Content, after: Content): string[] {
  const lost: string[] = [];
  for (const [table, columns] of before.tables) {
    const now = after.tables.get(table);
    const damaged = [...columns]
      .filter(([name, hashes]) => !includesAll(now?.get(name) ?? [], hashes))
      .map(([name]) => name);
    const rows = Math.max(0, ...[...columns.values()].map((hashes) => hashes.length));
    const left = Math.max(0, ...[...(now?.values() ?? [])].map((hashes) => hashes.length));
    if (damaged.length > 0 && left < rows) lost.push(table);
    else lost.push(...damaged.map((name) => `${table}.${name}`));
  }
  return lost;
}

function includesAll(have: readonly string[], want: readonly string[]): boolean {
  const left = new Map<string, number>();
  for (const hash of have) left.set(hash, (left.get(hash) ?? 0) + 1);
  return want.every((hash) => {
    const count = left.get(hash) ?? 0;
    left.set(hash, count - 1);
    return count > 0;
  });
}
