import { type Client, quoteIdentifier } from '@agora/postgres';
import { type Name, quoted } from '@agora/postgres/parser';

import { ownName } from './own-name.ts';
import { withRollback } from './with-rollback.ts';

/** A column, and what stands on it, as far as an expansion asks. */
export interface ColumnGround {
  /** In SQL. */
  readonly type: string;
  /** ` COLLATE "C"` where it is not the type's own, or nothing. */
  readonly collation: string;
  /** Whether equal values are the same to the last byte: IS DISTINCT FROM then tells every change. */
  readonly exact: boolean;
  readonly generated: boolean;
  /** Of a domain with a constraint: adding a column of it writes the table anew. */
  readonly checkedDomain: boolean;
  readonly partitioned: boolean;
  /** Tables that inherit from it, or from which it inherits. */
  readonly inherits: boolean;
  readonly inPartitionKey: boolean;
  /** Columns of a unique index without NULLs, along which a backfill can go; empty where there is none. */
  readonly key: readonly string[];
  readonly indexes: readonly CopiedIndex[];
  /** The user's own triggers that fire at an UPDATE OF the column. */
  readonly triggers: readonly ColumnTrigger[];
  readonly grants: readonly ColumnGrant[];
}

/** An index with the column, as it would be on its copy. */
interface CopiedIndex {
  /** Of the index that is copied. */
  readonly of: string;
  readonly name: string;
  /** CREATE INDEX, without CONCURRENTLY. */
  readonly sql: string;
  /** Whether two rows whose copy is not filled yet could be the same to it. */
  readonly minds: boolean;
}

export interface ColumnTrigger {
  readonly name: string;
  /** CREATE TRIGGER. */
  readonly definition: string;
  /** Those of its UPDATE OF, by name, and as the definition writes them. */
  readonly columns: readonly { readonly name: string; readonly sql: string }[];
  /** `tgenabled`: O origin, D disabled, R replica, A always. */
  readonly enabled: string;
  readonly comment: string | null;
}

interface ColumnGrant {
  readonly privilege: string;
  /** In SQL. */
  readonly grantee: string;
  readonly grantable: boolean;
}

/** A column, and the name of its copy. */
export interface ColumnPlace {
  /** Of the table. */
  readonly schema: string;
  /** As it stands in the script: the schema only where it is written. */
  readonly table: Name;
  readonly column: string;
  readonly copy: string;
}

const COLUMN = `SELECT c.oid::int8::float8 AS oid, a.attnum AS number,
  format_type(a.atttypid, a.atttypmod) AS type,
  CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN ' COLLATE ' || a.attcollation::regcollation::text ELSE '' END AS collation,
  (t.typtype = 'e' OR t.oid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'oid'::regtype, 'bool'::regtype, 'uuid'::regtype,
    'bytea'::regtype, 'date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
    OR t.oid IN ('text'::regtype, 'varchar'::regtype) AND coalesce(co.collisdeterministic, true)) AS exact,
  a.attgenerated <> '' AS generated,
  (WITH RECURSIVE domain AS (SELECT t.oid, t.typtype, t.typbasetype, t.typnotnull
      UNION ALL SELECT b.oid, b.typtype, b.typbasetype, b.typnotnull FROM domain d JOIN pg_type b ON b.oid = d.typbasetype WHERE d.typtype = 'd')
    SELECT bool_or(d.typtype = 'd' AND (d.typnotnull OR EXISTS (SELECT FROM pg_constraint k WHERE k.contypid = d.oid))) FROM domain d) AS checked_domain,
  c.relkind = 'p' AS partitioned,
  EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid OR h.inhparent = c.oid AND c.relkind <> 'p') AS inherits,
  EXISTS (SELECT FROM pg_partitioned_table p, pg_partition_tree(c.oid) h
    WHERE p.partrelid = h.relid AND (a.attnum = ANY (p.partattrs::int2[]) OR 0 = ANY (p.partattrs::int2[]))) AS in_partition_key,
  (SELECT json_agg(k.attname ORDER BY u.place) FROM unnest((SELECT i.indkey::int2[] FROM pg_index i WHERE i.indrelid = c.oid
      AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = i.indnatts
      AND NOT EXISTS (SELECT FROM pg_attribute n WHERE n.attrelid = c.oid AND n.attnum = ANY (i.indkey::int2[]) AND NOT n.attnotnull)
      AND (SELECT count(DISTINCT o.option & 1) FROM unnest(i.indoption::int2[]) o(option)) = 1
      AND (SELECT bool_and(oc.opcdefault AND am.amname = 'btree') FROM pg_opclass oc JOIN pg_am am ON am.oid = oc.opcmethod WHERE oc.oid = ANY (i.indclass::oid[]))
      ORDER BY i.indisprimary DESC, i.indnatts, i.indexrelid LIMIT 1)) WITH ORDINALITY u(number, place)
    JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = u.number) AS key
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_collation co ON co.oid = a.attcollation
WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = $3 AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')`;

const INDEXES = `SELECT i.indexrelid::int8::float8 AS oid, x.relname AS name, i.indisexclusion AS excludes,
  i.indisunique AND (i.indpred IS NOT NULL OR coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)) AS minds
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
WHERE i.indrelid = $1::oid AND (i.indisvalid OR x.relkind = 'I') AND ($2 = ANY (i.indkey::int2[]) OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
  AND d.objid = i.indexrelid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid AND d.refobjsubid = $2))
ORDER BY x.relname`;

const TRIGGERS = `SELECT t.tgname AS name, t.tgenabled::text AS enabled, pg_get_triggerdef(t.oid, true) AS definition, obj_description(t.oid, 'pg_trigger') AS comment,
  (SELECT json_agg(json_build_object('name', a.attname, 'sql', quote_ident(a.attname)) ORDER BY u.place) FROM unnest(t.tgattr::int2[]) WITH ORDINALITY u(number, place)
    JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = u.number) AS columns
FROM pg_trigger t WHERE t.tgrelid = $1::oid AND NOT t.tgisinternal AND t.tgparentid = 0 AND $2 = ANY (t.tgattr::int2[]) ORDER BY t.tgname`;

const GRANTS = `SELECT x.privilege_type AS privilege, x.is_grantable AS grantable,
  CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS grantee
FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) x WHERE a.attrelid = $1::oid AND a.attnum = $2
ORDER BY x.privilege_type, 3`;

interface ColumnRow {
  readonly oid: number;
  readonly number: number;
  readonly type: string;
  readonly collation: string;
  readonly exact: boolean;
  readonly generated: boolean;
  readonly checked_domain: boolean;
  readonly partitioned: boolean;
  readonly inherits: boolean;
  readonly in_partition_key: boolean;
  readonly key: readonly string[] | null;
}

/** Reads a column and what stands on it; undefined where there is no such column of a table. The copy must not be there. */
export async function readColumnGround(
  client: Client,
  place: ColumnPlace,
): Promise<ColumnGround | undefined> {
  const { schema, table, column } = place;
  return withRollback(client, async () => {
    // PostgreSQL writes names as the script does: the schema only where it is written.
    const path = table.schema === undefined ? quoteIdentifier(schema) : 'pg_catalog';
    await client.query(`SET LOCAL search_path TO ${path}`);
    const found = await client.query<ColumnRow>(COLUMN, [schema, table.name, column]);
    const [row] = found.rows;
    if (row === undefined) return undefined;
    const at = [row.oid, row.number];
    const triggers = await client.query<ColumnTrigger>(TRIGGERS, at);
    const grants = await client.query<ColumnGrant>(GRANTS, at);
    return Object.freeze({
      type: row.type,
      collation: row.collation,
      exact: row.exact,
      generated: row.generated,
      checkedDomain: row.checked_domain,
      partitioned: row.partitioned,
      inherits: row.inherits,
      inPartitionKey: row.in_partition_key,
      key: row.key ?? [],
      indexes: await copiedIndexes(client, place, at),
      triggers: triggers.rows,
      grants: grants.rows,
    });
  });
}

/** PostgreSQL writes the definitions itself, once column and index bear the other names. */
async function copiedIndexes(
  client: Client,
  { schema, table, column, copy }: ColumnPlace,
  at: readonly number[],
): Promise<readonly CopiedIndex[]> {
  const { rows } = await client.query<{ oid: number; name: string; excludes: boolean; minds: boolean }>(
    INDEXES,
    [...at],
  );
  if (rows.length === 0) return [];
  return withRollback(client, async () => {
    const q = quoteIdentifier;
    const target = quoted({ schema, name: table.name });
    await client.query(`ALTER TABLE ${target} RENAME COLUMN ${q(column)} TO ${q(copy)}`);
    const indexes: CopiedIndex[] = [];
    for (const { oid, name: of, excludes, minds } of rows) {
      // Of one index with two renamed columns there are two copies.
      const name = ownName('agora', of, copy);
      await client.query(`ALTER INDEX ${quoted({ schema, name: of })} RENAME TO ${q(name)}`);
      const made = await client.query<{ sql: string }>('SELECT pg_get_indexdef($1::oid, 0, true) AS sql', [
        oid,
      ]);
      const sql = made.rows[0]?.sql ?? '';
      // That of WITHOUT OVERLAPS is called unique, and cannot be made so.
      indexes.push({ of, name, sql: excludes ? sql.replace('UNIQUE ', '') : sql, minds });
    }
    return indexes;
  });
}
