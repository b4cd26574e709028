import { type FillableTable, readTables } from '@agora/catalog';
import { type Client, quoteIdentifier } from '@agora/postgres';

/** A table that seeds can fill, with what an upsert must know of it. */
export interface Target {
  readonly table: FillableTable;
  readonly schema: string;
  readonly name: string;
  /** As SQL. */
  readonly sql: string;
  /** Sets of columns by which rows can be told apart: each has a unique index that an upsert can go by. */
  readonly keys: readonly (readonly string[])[];
  /** Columns that the database computes. */
  readonly generated: readonly string[];
}

interface KeyRow {
  readonly table: number;
  readonly keys: readonly (readonly string[])[] | null;
  readonly generated: readonly string[] | null;
}

/** ON CONFLICT goes by whole, valid indexes over plain columns, and by no deferrable constraint. */
const KEYS = `SELECT c.oid::int8::float8 AS table,
  (SELECT jsonb_agg((SELECT jsonb_agg(a.attname ORDER BY k.place)
       FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number WHERE k.place <= i.indnkeyatts)
       ORDER BY i.indisprimary DESC, i.indexrelid)
     FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
       AND i.indpred IS NULL AND i.indexprs IS NULL) AS keys,
  (SELECT jsonb_agg(a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attgenerated <> '') AS generated
FROM pg_class c WHERE c.oid = ANY ($1::oid[])`;

/** Every table of the database that rows can be put in. */
export async function readTargets(client: Client): Promise<readonly Target[]> {
  const tables = await readTables(client);
  const { rows } = await client.query<KeyRow>(KEYS, [tables.map(({ oid }) => oid)]);
  const known = new Map(rows.map((row) => [row.table, row]));
  return tables.map((table) => {
    const schema = table.label.slice(0, table.label.length - table.bareName.length - 1);
    const { keys, generated } = known.get(table.oid) ?? { keys: null, generated: null };
    return {
      table,
      schema,
      name: table.bareName,
      sql: `${quoteIdentifier(schema)}.${quoteIdentifier(table.bareName)}`,
      keys: keys ?? [],
      generated: generated ?? [],
    };
  });
}
