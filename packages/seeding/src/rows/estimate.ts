import type { Client, CopyValue } from '@agora/postgres';
import type { MadeRows } from './factory.ts';

/** What a seed will take, roughly: within a factor of two, on the machine where it was measured. */
export interface SeedEstimate {
  /** Rows to insert or to compare with those that are there. */
  rows: number;
  /** What they will occupy on disk, tables and indexes together. */
  bytes: number;
  seconds: number;
}

/** Header and line pointer of a row, with what alignment wastes. PostgreSQL documentation, "Database Page Layout". */
const ROW_BYTES = 32;
/** An entry of an index of uuids in a page that is filled to two thirds, as inserts in random order leave it. */
const INDEX_ENTRY_BYTES = 100;
/** An index is a page that describes it and at least one more. */
const SMALLEST_INDEX_BYTES = 2 * 8192;
const PAGE_BYTES = 8192;
/** Measured with some thousands of rows of twenty tables on two cores. */
const ROWS_PER_SECOND = 15_000;

/**
 * Estimates from the rows themselves and from how many indexes the database keeps on their tables. Writes nothing.
 * @param fixedSeconds what the seed takes beside its rows, if it has any
 */
export async function estimateSeed(
  client: Client,
  made: readonly MadeRows[],
  fixedSeconds = 0,
): Promise<SeedEstimate> {
  const filled = made.filter(({ rows }) => rows.length > 0);
  const { rows: found } = await client.query<{ table: string; indexes: number }>(
    `SELECT name AS "table", count(*)::integer AS indexes FROM unnest($1::text[]) AS name
       JOIN pg_index i ON i.indrelid = to_regclass(quote_ident(name)) GROUP BY 1`,
    [[...new Set(filled.map(({ factory }) => factory.table))]],
  );
  const indexes = new Map(found.map(({ table, indexes: count }) => [table, count]));
  const rows = filled.reduce((sum, one) => sum + one.rows.length, 0);
  const bytes = filled.reduce((sum, one) => sum + tableBytes(one, indexes.get(one.factory.table) ?? 0), 0);
  return { rows, bytes, seconds: rows === 0 ? 0 : fixedSeconds + rows / ROWS_PER_SECOND };
}

function tableBytes({ factory, rows }: MadeRows, indexes: number): number {
  let data = 0;
  for (const row of rows) {
    data += ROW_BYTES;
    for (const column of factory.columns) data += valueBytes(row[column]!);
  }
  const index = Math.max(SMALLEST_INDEX_BYTES, rows.length * INDEX_ENTRY_BYTES);
  return Math.ceil(data / PAGE_BYTES) * PAGE_BYTES + indexes * index;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function valueBytes(value: CopyValue): number {
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'number') return 4;
  if (typeof value === 'string') return UUID.test(value) ? 16 : Buffer.byteLength(value) + 1;
  if (value instanceof Uint8Array) return value.length + 1;
  if (value instanceof Date || typeof value === 'bigint') return 8;
  return JSON.stringify(value).length;
}
