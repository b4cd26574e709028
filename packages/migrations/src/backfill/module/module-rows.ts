import { type Client, quoteIdentifier } from '@agora/postgres';

import { AgoraError } from '@agora/core';

import type { BackfillTable } from '../table/backfill-table.ts';
import type { BackfillRow } from './define-backfill.ts';
import { type KeyRange, batchCondition } from '../table/key-range.ts';

/** A column, as a value for it is written. */
export interface ColumnType {
  /** With its modifier. */
  readonly type: string;
  readonly form: 'array' | 'json' | 'other';
}

/** The columns of a table by name. */
export async function columnTypes(client: Client, table: number): Promise<ReadonlyMap<string, ColumnType>> {
  const { rows } = await client.query<ColumnType & { name: string }>(
    `SELECT a.attname::text AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
            CASE WHEN base.typcategory = 'A' THEN 'array'
                 WHEN base.oid IN ('json'::regtype, 'jsonb'::regtype) THEN 'json' ELSE 'other' END AS form
       FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
       JOIN pg_catalog.pg_type base ON base.oid = COALESCE(NULLIF(t.typbasetype, 0), t.oid)
      WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped`,
    [table],
  );
  return new Map(rows.map(({ name, type, form }) => [name, { type, form }]));
}

/** Names of the key as text, beside the columns that a function reads. */
const keyName = (at: number): string => `agora key ${at}`;

/** A query for the rows of a range; they stay locked until the transaction ends, so that no change in between is lost. */
export function fetchRowsSql(
  { name, key }: BackfillTable,
  want: {
    readonly columns: readonly string[];
    readonly range: KeyRange;
    readonly where?: string | undefined;
  },
): string {
  const columns = [
    ...want.columns.map(quoteIdentifier),
    ...key.map((column, at) => `${quoteIdentifier(column.name)}::text AS ${quoteIdentifier(keyName(at))}`),
  ];
  const where = [batchCondition(key, want.range), ...(want.where === undefined ? [] : [`(${want.where}\n)`])];
  return `SELECT ${columns.join(', ')} FROM ${name} WHERE ${where.join(' AND ')} FOR NO KEY UPDATE`;
}

/** A row that was read, and the columns that it gets; undefined leaves it alone. */
interface RowChange {
  readonly row: BackfillRow;
  readonly values: Readonly<Record<string, unknown>> | undefined;
}

/** Writes columns of rows, each set of columns with one UPDATE. @returns how many rows were changed */
export async function writeRows(
  client: Client,
  { name, key }: BackfillTable,
  {
    types,
    changes,
  }: { readonly types: ReadonlyMap<string, ColumnType>; readonly changes: readonly RowChange[] },
): Promise<number> {
  const groups = new Map<string, { readonly columns: readonly string[]; readonly changes: RowChange[] }>();
  for (const change of changes) {
    const columns = Object.keys(change.values ?? {}).toSorted();
    if (columns.length === 0) continue;
    const id = columns.join('\0');
    const group = groups.get(id) ?? { columns, changes: [] };
    groups.set(id, group);
    group.changes.push(change);
  }
  let written = 0;
  for (const { columns, changes: rows } of groups.values()) {
    const typed = columns.map((column) => ({ column, type: typeOf(types, column, { table: name, key }) }));
    const keys = key.map((_, at) => rows.map(({ row }) => row[keyName(at)]));
    const values = typed.map(({ column, type }) => rows.map((one) => textOf(one.values?.[column], type)));
    const names = [...key.map((_, at) => `k${at}`), ...typed.map((_, at) => `v${at}`)];
    const arrays = names.map((_, at) => `$${at + 1}::text[]`);
    const set = typed.map(
      ({ column, type }, at) => `${quoteIdentifier(column)} = given.v${at}::${type.type}`,
    );
    const match = key.map(
      (column, at) => `own.${quoteIdentifier(column.name)} = given.k${at}::${column.type}`,
    );
    const { rowCount } = await client.query(
      `UPDATE ${name} AS own SET ${set.join(', ')} FROM unnest(${arrays.join(', ')}) AS given (${names.join(', ')}) WHERE ${match.join(' AND ')}`,
      [...keys, ...values],
    );
    written += rowCount ?? 0;
  }
  return written;
}

function typeOf(
  types: ReadonlyMap<string, ColumnType>,
  column: string,
  { table, key }: { readonly table: string; readonly key: BackfillTable['key'] },
): ColumnType {
  if (key.some(({ name }) => name === column))
    throw refused(`It sets ${column}, by which the table is walked.`);
  const type = types.get(column);
  if (type === undefined) throw refused(`It sets ${column}, which ${table} does not have.`);
  return type;
}

function refused(why: string): AgoraError {
  return new AgoraError({
    code: 'backfill.bad_module',
    message: 'The function of a backfill returns a column that it cannot.',
    why,
    fix: 'Return columns as the database has them, and none of the key.',
  });
}

/** A value as the server reads it; null for none. */
function textOf(value: unknown, { form }: ColumnType): string | null {
  if (value === null || value === undefined) return null;
  if (form === 'json') return JSON.stringify(value);
  if (form === 'array' && Array.isArray(value)) return arrayText(value);
  return scalarText(value);
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return String.raw`\x${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return `${value}`;
  return JSON.stringify(value);
}

/** As in section 8.15 of PostgreSQL's manual: each element quoted. */
function arrayText(values: readonly unknown[]): string {
  const elements = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    if (Array.isArray(value)) return arrayText(value);
    return `"${scalarText(value).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  });
  return `{${elements.join(',')}}`;
}
