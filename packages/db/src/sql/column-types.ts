import type { Statement } from '@agora/rls';

declare const json: unique symbol;

/** JSON as PostgreSQL wrote it, to be sent on as it is. */
export type JsonText = string & { readonly [json]: true };

/** A type of PostgreSQL's as statements of `.sql` files have it. */
export interface ColumnType {
  readonly oid: number;
  /** What a column is in TypeScript. */
  readonly column: string;
  /** What a parameter may be, where that is more. */
  readonly parameter?: string;
  /** Reads it from PostgreSQL's text format; it stays text without. */
  readonly read?: (text: string) => unknown;
}

const text = (oid: number): ColumnType => ({ oid, column: 'string' });
const number = (oid: number): ColumnType => ({ oid, column: 'number', read: Number });
const jsonText = (oid: number): ColumnType => ({ oid, column: 'JsonText', parameter: 'string' });

/** By `pg_type.typname`, with the OIDs of PostgreSQL's pg_type.dat; enums are text. Whatever is not here has no type. */
export const columnTypes: Readonly<Record<string, ColumnType>> = {
  text: text(25),
  varchar: text(1043),
  bpchar: text(1042),
  name: text(19),
  uuid: text(2950),
  date: text(1082),
  numeric: text(1700),
  int2: number(21),
  int4: number(23),
  float4: number(700),
  float8: number(701),
  int8: { oid: 20, column: 'bigint', parameter: 'bigint | number', read: BigInt },
  bool: { oid: 16, column: 'boolean', read: (value) => value === 't' },
  timestamptz: {
    oid: 1184,
    column: 'Date',
    parameter: 'Date | string',
    // As PostgreSQL writes it: `2026-11-21 09:30:00.123+00`, with minutes where the zone has some.
    read: (value) => new Date(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')),
  },
  bytea: {
    oid: 17,
    column: 'Buffer',
    parameter: 'Uint8Array',
    read: (value) => Buffer.from(value.slice(2), 'hex'),
  },
  json: jsonText(114),
  jsonb: jsonText(3802),
};

const readers = new Map(Object.values(columnTypes).map(({ oid, read }) => [oid, read]));
const asItIs = (value: string): string => value;

/** How pg reads the rows of these statements. */
export const readColumns: NonNullable<Statement['types']> = {
  getTypeParser: (oid: number) => readers.get(oid) ?? asItIs,
};
