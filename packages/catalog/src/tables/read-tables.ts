import type { TableCheck, FillableColumn, TableForeignKey, FillableTable, ColumnType } from './table.ts';
import type { Client } from '@agora/postgres';

interface TypeRow {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly category: string;
  readonly element: number;
  readonly base: number;
  readonly base_mod: number;
  readonly sql: string;
  readonly labels: readonly string[] | null;
  readonly attributes: readonly (readonly [number, number])[] | null;
  readonly subtype: number | null;
  readonly checks: readonly string[] | null;
}

interface TableRow {
  readonly oid: number;
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly partitioned: boolean;
  readonly columns:
    | readonly {
        name: string;
        type: number;
        mod: number;
        sql: string;
        not_null: boolean;
        default: string | null;
        identity: string;
      }[]
    | null;
  readonly checks: readonly { definition: string; columns: string[] | null }[] | null;
  readonly foreign_keys:
    | readonly { columns: string[]; target: number; target_name: string; target_columns: string[] }[]
    | null;
  readonly uniques: readonly (readonly string[])[] | null;
  readonly primary_key: readonly string[] | null;
  readonly partitions: readonly (string | null)[] | null;
  readonly partition_columns: readonly string[] | null;
}

const names = (attributes: string, relation: string): string =>
  `(SELECT json_agg(a.attname ORDER BY u.place) FROM unnest(${attributes}) WITH ORDINALITY u(number, place)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.number)`;

const TABLES = `SELECT c.oid::int8::float8 AS oid, n.nspname AS schema, c.relname AS table, c.oid::regclass::text AS name,
  c.relkind = 'p' AS partitioned,
  (SELECT json_agg(json_build_object('name', a.attname, 'type', a.atttypid::int8, 'mod', a.atttypmod,
      'sql', format_type(a.atttypid, a.atttypmod), 'not_null', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity) ORDER BY a.attnum)
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attname !~ '^agora_parked_') AS columns,
  (SELECT json_agg(json_build_object('definition', pg_get_constraintdef(k.oid), 'columns', ${names('k.conkey', 'k.conrelid')}))
    FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c') AS checks,
  (SELECT json_agg(json_build_object('columns', ${names('k.conkey', 'k.conrelid')}, 'target', k.confrelid::int8, 'target_name', k.confrelid::regclass::text,
      'target_columns', ${names('k.confkey', 'k.confrelid')})) FROM pg_constraint k
    WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0) AS foreign_keys,
  (SELECT json_agg(${names('i.indkey::int2[]', 'i.indrelid')}) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
    WHERE i.indrelid = c.oid AND (i.indisunique OR i.indisexclusion) AND x.relname !~ '^agora_parked_') AS uniques,
  (SELECT ${names('i.indkey::int2[]', 'i.indrelid')} FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS primary_key,
  (SELECT json_agg(pg_get_partition_constraintdef(h.relid)) FROM pg_partition_tree(c.oid) h
    WHERE c.relkind = 'p' AND h.isleaf AND h.level > 0) AS partitions,
  (SELECT jsonb_agg(DISTINCT a.attname) FROM pg_partition_tree(c.oid) h JOIN pg_partitioned_table t ON t.partrelid = h.relid
    CROSS JOIN unnest(t.partattrs::int2[]) k(number) JOIN pg_attribute a ON a.attrelid = h.relid AND a.attnum = k.number
    WHERE c.relkind = 'p') AS partition_columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'agora', 'agora_parked') AND c.relname <> '_prisma_migrations'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.oid`;

const TYPES = `SELECT t.oid::int8::float8 AS oid, t.typname AS name, t.typtype::text AS kind, t.typcategory::text AS category,
  CASE WHEN t.typsubscript = 'array_subscript_handler'::regproc THEN t.typelem ELSE 0 END::int8::float8 AS element,
  t.typbasetype::int8::float8 AS base, t.typtypmod AS base_mod, format_type(t.oid, NULL) AS sql,
  (SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
  (SELECT jsonb_agg(jsonb_build_array(a.atttypid::int8, a.atttypmod) ORDER BY a.attnum) FROM pg_attribute a
    WHERE a.attrelid = t.typrelid AND t.typtype = 'c' AND a.attnum > 0 AND NOT a.attisdropped) AS attributes,
  (SELECT r.rngsubtype::int8::float8 FROM pg_range r WHERE r.rngtypid = t.oid OR r.rngmultitypid = t.oid) AS subtype,
  (SELECT jsonb_agg(pg_get_constraintdef(k.oid)) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks
FROM pg_type t WHERE t.oid = ANY ($1::oid[])`;

/** Every table of the user's own that rows can be put in, partitions through their parent. */
export async function readTables(client: Client): Promise<FillableTable[]> {
  const { rows } = await client.query<TableRow>(TABLES);
  const wanted = rows.flatMap((row) => (row.columns ?? []).map((column) => column.type));
  const types = await readTypes(client, wanted);
  return rows.map((row) => ({
    oid: row.oid,
    name: row.name,
    label: `${row.schema}.${row.table}`,
    bareName: row.table,
    columns: (row.columns ?? []).map((column): FillableColumn => ({
      name: column.name,
      type: { ...resolve(types, column.type, column.mod), sql: column.sql },
      notNull: column.not_null,
      hasDefault: column.default !== null || column.identity !== '',
      ...(column.default === null ? {} : { default: column.default }),
      identity: column.identity === 'a',
    })),
    checks: [
      ...partitionCheck(row),
      ...(row.checks ?? []).map((check) => ({
        condition: check.definition
          .replace(/^CHECK /, '')
          .replace(/(?: NO INHERIT| NOT VALID| NOT ENFORCED)+$/, ''),
        columns: check.columns ?? [],
      })),
    ],
    foreignKeys: (row.foreign_keys ?? []).map((key): TableForeignKey => ({
      columns: key.columns,
      target: key.target,
      targetName: key.target_name,
      targetColumns: key.target_columns,
    })),
    uniques: (row.uniques ?? []).filter((set) => set !== null),
    primaryKey: row.primary_key ?? [],
    homeless: row.partitioned && (row.partitions ?? []).length === 0,
  }));
}

/** A row must lie in one of the partitions; one without a condition (a lone DEFAULT) takes any. */
function partitionCheck(row: TableRow): TableCheck[] {
  const bounds = row.partitions ?? [];
  if (bounds.length === 0 || bounds.includes(null)) return [];
  return [
    { condition: bounds.map((bound) => `(${bound})`).join(' OR '), columns: row.partition_columns ?? [] },
  ];
}

/** The types named and all that they are made of. */
async function readTypes(client: Client, oids: readonly number[]): Promise<ReadonlyMap<number, TypeRow>> {
  const found = new Map<number, TypeRow>();
  let missing = [...new Set(oids)];
  while (missing.length > 0) {
    const { rows } = await client.query<TypeRow>(TYPES, [missing]);
    for (const row of rows) found.set(row.oid, row);
    const parts = rows.flatMap((row) => [
      row.element,
      row.base,
      row.subtype ?? 0,
      ...(row.attributes ?? []).map(([oid]) => oid),
    ]);
    missing = [...new Set(parts)].filter((oid) => oid !== 0 && !found.has(oid));
  }
  return found;
}

function resolve(types: ReadonlyMap<number, TypeRow>, oid: number, mod: number): ColumnType {
  const row = types.get(oid);
  if (row === undefined) return { sql: 'text', kind: 'b', name: 'text' };
  const length =
    ['varchar', 'bpchar'].includes(row.name) && mod >= 4
      ? mod - 4
      : ['bit', 'varbit'].includes(row.name)
        ? mod
        : -1;
  const numeric = row.name === 'numeric' && mod >= 4;
  return {
    sql: row.sql,
    kind: row.kind,
    name: row.name,
    ...(length > 0 ? { length } : {}),
    ...(numeric ? { precision: ((mod - 4) >> 16) & 0xffff, scale: (((mod - 4) & 0x7ff) ^ 1024) - 1024 } : {}),
    ...(row.element === 0 ? {} : { element: resolve(types, row.element, mod) }),
    ...(row.labels === null ? {} : { labels: row.labels }),
    ...(row.base === 0 ? {} : { base: resolve(types, row.base, row.base_mod) }),
    ...(row.checks === null ? {} : { checks: row.checks }),
    ...(row.attributes === null
      ? {}
      : { attributes: row.attributes.map(([type, typeMod]) => resolve(types, type, typeMod)) }),
    ...(row.subtype === null ? {} : { subtype: resolve(types, row.subtype, -1) }),
  };
}
