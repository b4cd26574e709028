declare const json: unique symbol;

/** JSON as PostgreSQL wrote it, to be sent on as it is. */
export type JsonText = string & { readonly [json]: true };

/** What a column's value is in TypeScript, by the name that generated statements give its type. */
export interface ColumnValues {
  string: string;
  number: number;
  bigint: bigint;
  boolean: boolean;
  time: Date;
  bytes: Buffer;
  json: JsonText;
}

export type ColumnType = keyof ColumnValues;

/** Which of them each type of PostgreSQL is read as, by `pg_type.typname`; enums are strings. */
export const columnTypeOf: Readonly<Record<string, ColumnType>> = {
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  name: 'string',
  citext: 'string',
  uuid: 'string',
  date: 'string',
  numeric: 'string',
  int2: 'number',
  int4: 'number',
  float4: 'number',
  float8: 'number',
  int8: 'bigint',
  bool: 'boolean',
  timestamptz: 'time',
  bytea: 'bytes',
  json: 'json',
  jsonb: 'json',
};

/** Readers of PostgreSQL's text format. */
export const readColumn: { readonly [Type in ColumnType]: (text: string) => ColumnValues[Type] } = {
  string: (text) => text,
  number: Number,
  bigint: BigInt,
  boolean: (text) => text === 't',
  // As PostgreSQL writes it in UTC, in which every connection is: `2026-11-21 09:30:00.123+00`.
  time: (text) => new Date(`${text.replace(' ', 'T').slice(0, -3)}Z`),
  bytes: (text) => Buffer.from(text.slice(2), 'hex'),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server says that it is JSON
  json: (text) => text as JsonText,
};

/** What a parameter of a generated statement may be. */
export type SqlParameter =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | null
  | readonly (string | number | bigint | boolean)[];

/** A parameter as it travels: in text format, bytes as they are. */
export function writeParameter(value: SqlParameter): string | Buffer | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value !== 'object') return String(value);
  const elements = value.map((each) => `"${String(each).replaceAll(/["\\]/g, String.raw`\$&`)}"`);
  return `{${elements.join(',')}}`;
}
