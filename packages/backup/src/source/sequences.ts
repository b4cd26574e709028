import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';
import type { ManifestSequence } from '../format/manifest.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly table_schema: string | null;
  readonly table: string | null;
  readonly column: string | null;
}

const SEQUENCES = `SELECT n.nspname AS schema, c.relname AS name, m.nspname AS table_schema, t.relname AS table, a.attname AS column
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
LEFT JOIN pg_class t ON t.oid = d.refobjid LEFT JOIN pg_namespace m ON m.oid = t.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1, 2`;

/** How many are asked for in one query. */
const AT_ONCE = 200;

/** Sequences and where they stand. Read after the rows: a sequence stands outside of every snapshot, and never behind them. */
export async function readSequences(client: Client): Promise<ManifestSequence[]> {
  const { rows } = await client.query<Row>(SEQUENCES);
  const found: ManifestSequence[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    const values = await client.query<{ value: string; called: boolean }>(
      `${some
        .map(
          (row, place) =>
            `SELECT ${place} AS place, last_value::text AS value, is_called AS called FROM ${quoteIdentifier(row.schema)}.${quoteIdentifier(row.name)}`,
        )
        .join(' UNION ALL ')} ORDER BY 1`,
    );
    for (const [place, row] of some.entries()) {
      const standing = values.rows[place]!;
      found.push({
        schema: row.schema,
        name: row.name,
        ...(row.table_schema === null || row.table === null || row.column === null
          ? {}
          : { identityOf: { schema: row.table_schema, table: row.table, column: row.column } }),
        value: standing.value,
        called: standing.called,
      });
    }
  }
  return found;
}

/** Statement that puts a sequence where it stood. The name of an identity's follows from its column. */
export function setSequence({ schema, name, identityOf, value, called }: ManifestSequence): string {
  const sequence =
    identityOf === undefined
      ? quoteLiteral(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`)
      : `pg_catalog.pg_get_serial_sequence(${quoteLiteral(
          `${quoteIdentifier(identityOf.schema)}.${quoteIdentifier(identityOf.table)}`,
        )}, ${quoteLiteral(identityOf.column)})`;
  return `SELECT pg_catalog.setval(${sequence}, ${value}, ${called})`;
}
