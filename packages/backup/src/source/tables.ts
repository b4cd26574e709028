import { type Client, quoteIdentifier } from '@agora/postgres';

/** A table that holds rows of its own. */
export interface SourceTable {
  readonly schema: string;
  readonly name: string;
  /** In the order of the table; generated ones are left out. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** In bytes. */
  readonly size: number;
  /** Of a table that belongs to an extension: which rows are the user's, as SQL. */
  readonly condition?: string;
}

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[] | null;
  readonly size: string;
  readonly condition: string | null;
}

/** Of partitioned tables the partitions; of extensions what they want kept (pg_extension_config_dump). */
const TABLES = `SELECT n.nspname AS schema, c.relname AS name, pg_table_size(c.oid) AS size, x.condition,
  (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
     FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (SELECT e.extcondition[array_position(e.extconfig, c.oid)] AS condition, coalesce(c.oid = ANY (e.extconfig), false) AS kept
  FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e') x ON true
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND x.kept IS NOT FALSE
ORDER BY pg_table_size(c.oid) DESC, 1, 2`;

/** Every table with rows of its own, the largest first. */
export async function readSourceTables(client: Client): Promise<readonly SourceTable[]> {
  const { rows } = await client.query<Row>(TABLES);
  return rows.map(({ schema, name, columns, size, condition }) => ({
    schema,
    name,
    columns: columns ?? [],
    size: Number(size),
    ...(condition === null ? {} : { condition }),
  }));
}

/** A table as SQL. */
export const tableSql = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/** COPY of a table's rows, from it or to it. A table without a stored column has empty rows. */
export function copySql(
  table: Pick<SourceTable, 'schema' | 'name' | 'columns'> & { readonly condition?: string | undefined },
  direction: 'TO STDOUT' | 'FROM STDIN' | 'FROM STDIN WITH (FREEZE)',
): string {
  const columns = table.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const list = columns === '' ? '' : ` (${columns})`;
  if (direction === 'TO STDOUT' && table.condition !== undefined && table.condition !== '')
    return `COPY (SELECT ${columns} FROM ONLY ${tableSql(table)} ${table.condition}) TO STDOUT`;
  return `COPY ${tableSql(table)}${list} ${direction}`;
}
