import { type Client, quoteIdentifier } from '@agora/postgres';

/** A sequence and a column of whole numbers that takes its values from it. */
export interface SequenceFeed {
  readonly sequenceOid: number;
  /** `schema.sequence`, for people. */
  readonly label: string;
  /** Sequence, table and column as SQL. */
  readonly sequence: string;
  readonly table: string;
  readonly column: string;
  readonly tableOid: number;
  /** The column's number in its table. */
  readonly columnNumber: number;
  readonly start: string;
}

interface Row {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly start: string;
  readonly table_oid: number;
  readonly table_schema: string;
  readonly table: string;
  readonly number: number;
  readonly column: string;
}

const FEEDS = `SELECT q.seqrelid::int8::float8 AS oid, n.nspname AS schema, c.relname AS name, q.seqstart::text AS start,
  t.oid::int8::float8 AS table_oid, m.nspname AS table_schema, t.relname AS table, a.attnum AS number, a.attname AS column
FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN LATERAL (
  SELECT d.refobjid AS relation, d.refobjsubid AS number FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
  UNION SELECT f.adrelid, f.adnum FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
  WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
) s ON true
JOIN pg_class t ON t.oid = s.relation JOIN pg_namespace m ON m.oid = t.relnamespace
JOIN pg_attribute a ON a.attrelid = s.relation AND a.attnum = s.number
WHERE a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) AND q.seqincrement > 0 AND NOT q.seqcycle
  AND t.relkind IN ('r', 'p') ORDER BY 1, 5, 8`;

const quoted = (...parts: string[]): string => parts.map(quoteIdentifier).join('.');

/** Sequences that count up and belong to a column, or are named in its default. */
export async function readSequenceFeeds(client: Client): Promise<readonly SequenceFeed[]> {
  const { rows } = await client.query<Row>(FEEDS);
  return rows.map((row) => ({
    sequenceOid: row.oid,
    label: `${row.schema}.${row.name}`,
    sequence: quoted(row.schema, row.name),
    table: quoted(row.table_schema, row.table),
    column: quoted(row.column),
    tableOid: row.table_oid,
    columnNumber: row.number,
    start: row.start,
  }));
}
