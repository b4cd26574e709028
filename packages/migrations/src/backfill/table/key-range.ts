import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import type { BackfillTable, KeyColumn } from './backfill-table.ts';

/** A key as text, a value for each of its columns. */
export type KeyValue = readonly string[];

/** Rows with keys after one, up to and including another; from the first, or to the last, where one is left out. */
export interface KeyRange {
  readonly after?: KeyValue | undefined;
  readonly upTo?: KeyValue | undefined;
}

/**
 * A condition for the rows of a range: comparisons of rows, which an index on the key answers. Columns in which both ends
 * agree are compared by =: of a comparison of rows the planner weighs the first column alone, so that within one tenant
 * it takes any index of the tenant's, and reads all of its rows for each batch.
 */
export function rangeCondition(
  key: readonly KeyColumn[],
  { after, upTo }: KeyRange,
  qualifier?: string,
): string {
  const differs = key.findIndex((_, at) => after?.[at] !== upTo?.[at]);
  const shared = after && upTo && differs > 0 ? differs : 0;
  const parts = [
    ...(shared === 0 ? [] : [[0, shared, '=', after] as const]),
    ...(after === undefined ? [] : [[shared, key.length, '>', after] as const]),
    ...(upTo === undefined ? [] : [[shared, key.length, '<=', upTo] as const]),
  ].map(([from, to, operator, values]) => {
    const columns = key.slice(from, to);
    return `${columnsOf(columns, qualifier)} ${operator} ${valuesOf(columns, values?.slice(from, to) ?? [])}`;
  });
  return parts.length === 0 ? 'true' : `(${parts.join(' AND ')})`;
}

/**
 * The same for the few rows of a batch: one of several tenants is said by its parts, each of which the key finds. Two ends
 * may be the same tenant in other words, such as 1.0 and 1.00.
 */
export function batchCondition(key: readonly KeyColumn[], range: KeyRange, qualifier?: string): string {
  const { after, upTo } = range;
  if (after === undefined || upTo === undefined || key.length === 1 || after[0] === upTo[0])
    return rangeCondition(key, range, qualifier);
  const [first, rest] = [key.slice(0, 1), key.slice(1)];
  const tenant = (operator: string, values: KeyValue): string =>
    `${columnsOf(first, qualifier)} ${operator} ${valuesOf(first, values.slice(0, 1))}`;
  const within = (operator: string, values: KeyValue): string =>
    `${columnsOf(rest, qualifier)} ${operator} ${valuesOf(rest, values.slice(1))}`;
  const parts = [
    `${tenant('=', after)} AND ${within('>', after)} AND (${tenant('<', upTo)} OR ${within('<=', upTo)})`,
    `${tenant('>', after)} AND ${tenant('<', upTo)}`,
    `${tenant('>', after)} AND ${tenant('=', upTo)} AND ${within('<=', upTo)}`,
  ];
  return `(${parts.join(' OR ')})`;
}

/** A query for the last key of the table; no row where it is empty. */
export function lastKeySql({ name, key }: BackfillTable): string {
  return `SELECT ${texts(key)} AS key FROM ${name} ORDER BY ${order(key, ' DESC')} LIMIT 1`;
}

/** A query for the key of the n-th row of a range; no row where it has fewer. */
export function nthKeySql({ name, key }: BackfillTable, range: KeyRange, n: number): string {
  return `SELECT ${texts(key)} AS key FROM ${name} WHERE ${rangeCondition(key, range)} ORDER BY ${order(key)} OFFSET ${n - 1} LIMIT 1`;
}

/** A query for the number of rows of a range. */
export function countSql({ name, key }: BackfillTable, range: KeyRange): string {
  return `SELECT count(*)::float8 AS rows FROM ${name} WHERE ${batchCondition(key, range)}`;
}

function columnsOf(key: readonly KeyColumn[], qualifier?: string): string {
  const prefix = qualifier === undefined ? '' : `${qualifier}.`;
  const columns = key.map((column) => `${prefix}${quoteIdentifier(column.name)}${collate(column)}`);
  return `(${columns.join(', ')})`;
}

function valuesOf(key: readonly KeyColumn[], values: KeyValue): string {
  return `(${key.map(({ type }, at) => `${quoteLiteral(values[at] ?? '')}::${type}`).join(', ')})`;
}

function order(key: readonly KeyColumn[], direction = ''): string {
  return key.map((column) => `${quoteIdentifier(column.name)}${collate(column)}${direction}`).join(', ');
}

function texts(key: readonly KeyColumn[]): string {
  return `ARRAY[${key.map(({ name }) => `${quoteIdentifier(name)}::text`).join(', ')}]`;
}

function collate({ collation }: KeyColumn): string {
  return collation === undefined ? '' : ` COLLATE ${collation}`;
}

/** Settings under which keys become text that any session reads back as the same. */
export const EXACT_TEXTS =
  "SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'";

/** Puts back what {@link EXACT_TEXTS} has set: the statement of a project runs under its own settings. */
export const OWN_TEXTS =
  'SET LOCAL DateStyle TO DEFAULT; SET LOCAL IntervalStyle TO DEFAULT; SET LOCAL extra_float_digits TO DEFAULT; SET LOCAL bytea_output TO DEFAULT';
