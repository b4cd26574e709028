import { type FillableTable, readTables } from '@agora/catalog';
import { type Client, quoteIdentifier } from '@agora/postgres';
import { rowHash, valueHash } from '@agora/seeding/fill';

import { withAllRows } from '../all-rows.ts';

/** Rows looked at in each table. */
const LIMIT = 500;

/** What a table holds: for each column, a hash of every value. */
interface TableContent {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The values together with the key of their row, so that values in each other's place are seen. */
  readonly placed: ReadonlyMap<string, readonly string[]>;
  /** The columns of the primary key. */
  readonly key: readonly string[];
  /** Whole rows, where no key tells them apart. */
  readonly rows: readonly string[];
}

/** What the tables of a scratch database hold, by `schema.table`. */
export interface Content {
  readonly tables: ReadonlyMap<string, TableContent>;
}

/**
 * Hashes the values of every column that is not generated, up to 500 rows a table.
 * @param known the tables, where they have been read already
 */
export async function readContent(client: Client, known?: readonly FillableTable[]): Promise<Content> {
  const tables = (known ?? (await readTables(client))).filter((table) => table.columns.length > 0);
  const found = new Map<string, TableContent>();
  for (let at = 0; at < tables.length; at += 50) {
    const batch = tables.slice(at, at + 50);
    // Row by row: an aggregate for each column would be compared with every other one by the planner.
    const parts = batch.map(
      (table, place) =>
        `(SELECT ${place} AS place, ARRAY[${hashesOf(table, table.primaryKey).join(', ')}] AS hashes FROM ${table.name} LIMIT ${LIMIT})`,
    );
    const { rows } = await withAllRows(client, () =>
      client.query<{ place: number; hashes: (string | null)[] }>(parts.join(' UNION ALL ')),
    );
    for (const [place, table] of batch.entries()) {
      const hashes = rows.filter((row) => row.place === place).map((row) => row.hashes);
      found.set(table.label, contentOf(table, table.primaryKey, hashes));
    }
  }
  return { tables: found };
}

/** The whole row, then for each column its value and its value with the key. */
function hashesOf(table: FillableTable, key: readonly string[]): string[] {
  const place = key.map((name) => `${quoteIdentifier(name)}::text`);
  const columns = table.columns.flatMap(({ name }) => {
    const value = `${quoteIdentifier(name)}::text`;
    return [valueHash(value), valueHash(`ROW(${[value, ...place].join(', ')})::text`)];
  });
  return [rowHash(table), ...columns];
}

function contentOf(
  table: FillableTable,
  key: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): TableContent {
  // NULL has no hash.
  const list = (index: number): readonly string[] => rows.map((row) => row[index] ?? '');
  const part = (offset: 1 | 2): ReadonlyMap<string, readonly string[]> =>
    new Map(table.columns.map(({ name }, index) => [name, list(index * 2 + offset)]));
  return { values: part(1), placed: part(2), key, rows: key.length > 0 ? [] : list(0) };
}

/**
 * Columns, as `schema.table.column`, whose values of `before` are not all in `after`; the table alone when
 * rows of it are gone altogether. Values that are there in addition count as no loss; a value that is now in
 * another row does, as long as the rows can be told apart by their key.
 */
export function lostContent(before: Content, after: Content): string[] {
  const lost: string[] = [];
  for (const [table, was] of before.tables) {
    const now = after.tables.get(table);
    const isGone = (name: string): boolean =>
      !includesAll(now?.values.get(name) ?? [], was.values.get(name) ?? []);
    const isElsewhere = (name: string): boolean =>
      !includesAll(now?.placed.get(name) ?? [], was.placed.get(name) ?? []);
    const comparable = was.key.length > 0 && !was.key.some(isGone);
    const damaged = [...was.values.keys()].filter(
      (name) => isGone(name) || (comparable && isElsewhere(name)),
    );
    const rows = Math.max(0, ...[...was.values.values()].map((one) => one.length));
    const left = Math.max(0, ...[...(now?.values.values() ?? [])].map((one) => one.length));
    const all = damaged.length > 1 && damaged.length === was.values.size;
    if (all || (damaged.length > 0 && left < rows)) lost.push(table);
    // Every value is there, and not with those that it belonged to.
    else if (damaged.length === 0 && !includesAll(now?.rows ?? [], was.rows)) lost.push(table);
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
