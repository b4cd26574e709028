import { type Client, quoteIdentifier } from '@agora/postgres';

import { readTables } from './read-tables.ts';

/** Rows looked at in each table. */
const LIMIT = 500;

/** What a table holds: for each column, a hash of every value, sorted. */
interface TableContent {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The values together with the key of their row, so that values in each other's place are seen. */
  readonly placed: ReadonlyMap<string, readonly string[]>;
  /** The columns of the primary key. */
  readonly key: readonly string[];
}

/** What the tables of a scratch database hold, by `schema.table`. */
export interface Content {
  readonly tables: ReadonlyMap<string, TableContent>;
}

/** Hashes the values of every column that is not generated, up to 500 rows a table. */
export async function readContent(client: Client): Promise<Content> {
  const tables = (await readTables(client)).filter((table) => table.columns.length > 0);
  const keys = await primaryKeys(client);
  const found = new Map<string, TableContent>();
  for (let at = 0; at < tables.length; at += 50) {
    const batch = tables.slice(at, at + 50);
    const parts = batch.map((table, index) => {
      const key = (keys.get(table.oid) ?? []).map((name) => `${quoteIdentifier(name)}::text`);
      const columns = table.columns.flatMap(({ name }) => {
        const value = `${quoteIdentifier(name)}::text`;
        return [hashes(value), hashes(`ROW(${[value, ...key].join(', ')})::text`)];
      });
      return `SELECT ${index} AS place, (SELECT to_jsonb(ARRAY[${columns.map((column) => `to_jsonb(${column})`).join(', ')}]) FROM (SELECT * FROM ${table.name} LIMIT ${LIMIT}) t) AS hashes`;
    });
    const { rows } = await client.query<{ place: number; hashes: (string[] | null)[] }>(
      parts.join(' UNION ALL '),
    );
    for (const row of rows) {
      const table = batch[row.place];
      if (table === undefined) continue;
      const part = (offset: 0 | 1): ReadonlyMap<string, readonly string[]> =>
        new Map(
          table.columns.map((column, index) => [
            column.name,
            (row.hashes[index * 2 + offset] ?? []).map((one) => one ?? ''),
          ]),
        );
      found.set(table.label, { values: part(0), placed: part(1), key: keys.get(table.oid) ?? [] });
    }
  }
  return { tables: found };
}

const hashes = (expression: string): string => {
  const hash = `hashtextextended(${expression}, 0)`;
  return `array_agg(${hash}::text ORDER BY ${hash})`;
};

async function primaryKeys(client: Client): Promise<ReadonlyMap<number, readonly string[]>> {
  const { rows } = await client.query<{ oid: number; columns: string[] }>(
    `SELECT i.indrelid::int8::float8 AS oid, array_agg(a.attname::text) AS columns
     FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indisprimary GROUP BY i.indrelid`,
  );
  return new Map(rows.map((row) => [row.oid, row.columns]));
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
