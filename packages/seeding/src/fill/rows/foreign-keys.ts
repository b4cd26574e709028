import type { FillableTable, TableForeignKey } from '@agora/catalog';
import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';

/** Rows of targets by the query that found them; good until a row is inserted. */
export type SeenRows = Map<string, string[][]>;

/** A row whose foreign keys are to point somewhere. */
export interface Referring {
  /** Number of the row, from 1. */
  readonly row: number;
  readonly attempt: number;
  /** What earlier attempts at the same row have asked for. */
  readonly seen: SeenRows;
  /** Values that the row has already. */
  readonly settled: ReadonlyMap<string, string>;
}

/**
 * Values for a table's foreign keys, from rows that are there. Keys that share a column, such as a tenant's id, get rows
 * that agree on it. Without a row, a key that may be null is null, and a self-reference is the row's own key. The first
 * attempt spreads the parents; later ones mix them, and nulls.
 */
export async function referenceValues(
  client: Client,
  table: FillableTable,
  { row, attempt, seen, settled }: Referring,
): Promise<ReadonlyMap<string, string>> {
  const values = new Map(settled);
  // Keys that must be there come first and settle the columns that they share with others.
  const required = (key: TableForeignKey): number =>
    key.columns.every((name) => isRequired(table, name)) ? 0 : 1;
  const keys = table.foreignKeys.toSorted(
    (a, b) => required(a) - required(b) || b.columns.length - a.columns.length,
  );
  for (const [place, key] of keys.entries()) {
    if (key.columns.every((name) => values.has(name))) continue;
    const nullable = key.columns.filter((name) => !values.has(name) && !isRequired(table, name));
    const dice = attempt === 0 ? 0 : mix(row, attempt, place);
    const leave = nullable.length > 0 && attempt > 0 && dice % 2 === 1;
    const first = isShared(table, key) ? 0 : row - 1;
    const found = leave
      ? undefined
      : await pick(client, key, values, { row: attempt === 0 ? first : dice >> 1, seen });
    if (found !== undefined) {
      key.columns.forEach((name, index) => {
        const expression = found[index];
        if (expression !== undefined) values.set(name, expression);
      });
    } else if (nullable.length > 0) {
      for (const name of nullable) values.set(name, 'NULL');
    }
  }
  return values;
}

/** Whether a column of the key is shared with another key or part of a unique set. */
function isShared(table: FillableTable, key: TableForeignKey): boolean {
  return key.columns.some(
    (name) =>
      table.foreignKeys.some((other) => other !== key && other.columns.includes(name)) ||
      table.uniques.some((set) => set.length > 1 && set.includes(name)),
  );
}

/** A number that looks random and is the same on every run. */
function mix(row: number, attempt: number, place: number): number {
  let hash = (row * 73_856_093) ^ (attempt * 19_349_663) ^ (place * 83_492_791);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) % 1024;
}

const isRequired = (table: FillableTable, name: string): boolean =>
  table.columns.find((column) => column.name === name)?.notNull === true;

async function pick(
  client: Client,
  key: TableForeignKey,
  values: ReadonlyMap<string, string>,
  { row, seen }: Pick<Referring, 'row' | 'seen'>,
): Promise<string[] | undefined> {
  const conditions = key.columns.flatMap((name, index) => {
    const known = values.get(name);
    const column = quoteIdentifier(key.targetColumns[index] ?? '');
    return known === undefined || known === 'NULL' ? [`${column} IS NOT NULL`] : [`${column} = ${known}`];
  });
  const columns = key.targetColumns.map((name) => `${quoteIdentifier(name)}::text`).join(', ');
  const text = `SELECT ${columns} FROM ${key.targetName} WHERE ${conditions.join(' AND ')} ORDER BY 1 LIMIT 8`;
  const rows = seen.get(text) ?? (await client.query<string[]>({ text, rowMode: 'array' })).rows;
  seen.set(text, rows);
  const found = rows[row % Math.max(1, rows.length)];
  return found?.map((value) => quoteLiteral(value));
}
