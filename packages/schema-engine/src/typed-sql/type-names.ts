import type pg from 'pg';

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

export interface TypeName {
  /** The server's own name, which Prisma gives to a parameter without another. */
  readonly server: string;
  /** The protocol's name; of an enum, the enum's. */
  readonly engine: string;
}

/** Looks up the names of type OIDs; domains count as the type beneath them. */
export async function typeNames(client: pg.Client, oids: readonly number[]): Promise<Map<number, TypeName>> {
  const { rows } = await client.query<{
    oid: number;
    server: string;
    base: string;
    kind: string;
    array: boolean;
  }>(
    `SELECT t.oid, t.typname AS server, b.typname AS base, b.typtype::text AS kind, t.typelem <> 0 AND t.typcategory = 'A' AS array
       FROM pg_type t
       JOIN pg_type b ON b.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
      WHERE t.oid = ANY ($1::oid[])`,
    [[...new Set(oids)]],
  );
  return new Map(
    rows.map(({ oid, server, base, kind, array }) => [
      oid,
      { server, engine: engineName(base, kind, array) },
    ]),
  );
}

function engineName(base: string, kind: string, array: boolean): string {
  // The protocol has no arrays of enums: Prisma's client takes them as text.
  if (kind === 'e') return array ? 'string-array' : base;
  const name = names[base];
  if (name === undefined) return 'unknown';
  return array ? `${name}-array` : name;
}
