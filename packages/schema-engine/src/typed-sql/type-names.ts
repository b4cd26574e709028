import type { ServerType } from './server-types.ts';

/** Names that the engine's protocol gives to PostgreSQL's types, by `pg_type.typname`. */
const names: Readonly<Record<string, string>> = {
  bool: 'bool',
  bytea: 'bytes',
  char: 'char',
  int2: 'int',
  int4: 'int',
  int8: 'bigint',
  oid: 'bigint',
  float4: 'float',
  float8: 'double',
  numeric: 'decimal',
  money: 'decimal',
  json: 'json',
  jsonb: 'json',
  xml: 'xml',
  uuid: 'uuid',
  date: 'date',
  time: 'time',
  timetz: 'time',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  name: 'string',
  citext: 'string',
  bit: 'string',
  varbit: 'string',
  inet: 'string',
  cidr: 'string',
};

/** The protocol's name of a type; of an enum, the enum's. */
export function engineName({ base, array, labels }: ServerType): string {
  // The protocol has no arrays of enums: Prisma's client takes them as text.
  if (labels !== undefined) return array ? 'string-array' : base;
  const name = names[base];
  if (name === undefined) return 'unknown';
  return array ? `${name}-array` : name;
}
