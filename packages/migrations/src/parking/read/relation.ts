import type { Client } from '@agora/postgres';

/** A table as it stands in the open transaction. */
export interface RelationFacts {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** `pg_class.relkind`. */
  readonly kind: string;
  readonly isTemporary: boolean;
  readonly isPartition: boolean;
  /** Whether it inherits, or is inherited from, otherwise than as a partition. */
  readonly inherits: boolean;
  readonly ofExtension: boolean;
  readonly rowSecurityForced: boolean;
  /** Publications that send its rows, however they come to it. */
  readonly publications: readonly string[];
  /** Its partitions, theirs included. */
  readonly partitions: readonly Pick<RelationFacts, 'oid' | 'schema' | 'name'>[];
}

/**
 * A table by its name, found as the next statement would find it.
 * @param name as SQL, quoted
 */
export async function readRelation(client: Client, name: string): Promise<RelationFacts | undefined> {
  const { rows } = await client.query<RelationFacts>(
    `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,
            c.relpersistence = 't' AS "isTemporary", c.relispartition AS "isPartition",
            c.relforcerowsecurity AS "rowSecurityForced",
            EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class k ON k.oid = i.inhrelid
                     WHERE NOT k.relispartition AND c.oid IN (i.inhrelid, i.inhparent)) AS inherits,
            EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                     AND d.objid = c.oid AND d.deptype = 'e') AS "ofExtension",
            ARRAY(SELECT p.pubname::text FROM pg_catalog.pg_publication_tables p
                   WHERE p.schemaname = n.nspname AND p.tablename = c.relname ORDER BY 1) AS publications,
            COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('oid', k.oid::text, 'schema', kn.nspname, 'name', k.relname))
                        FROM pg_catalog.pg_partition_tree(c.oid) t JOIN pg_catalog.pg_class k ON k.oid = t.relid
                        JOIN pg_catalog.pg_namespace kn ON kn.oid = k.relnamespace WHERE t.level > 0), '[]') AS partitions
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('r', 'p')`,
    [name],
  );
  return rows[0];
}

/** Why a table cannot be parked, in words that follow its name; undefined where it can. */
export function whyNotTable(table: RelationFacts): string | undefined {
  if (table.isTemporary) return 'is temporary';
  if (table.ofExtension) return 'belongs to an extension';
  if (table.inherits) return 'is part of an inheritance, which ALTER TABLE ... NO INHERIT ends';
  return undefined;
}

/** A column as it stands in the open transaction. */
export interface ColumnFacts {
  readonly number: number;
  readonly type: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** Its default, as SQL, where nothing that can be dropped stands in it. */
  readonly steadyDefault: string | null;
  readonly isGenerated: boolean;
  /** `a`, `d`, or empty. */
  readonly identity: string;
  readonly isInherited: boolean;
}

/** A column of a table by its name. */
export async function readColumn(
  client: Client,
  table: Pick<RelationFacts, 'oid'>,
  name: string,
): Promise<ColumnFacts | undefined> {
  const { rows } = await client.query<ColumnFacts>(
    `SELECT attnum AS number, pg_catalog.format_type(atttypid, atttypmod) AS type, attnotnull AS "notNull",
            atthasdef AS "hasDefault", attgenerated <> '' AS "isGenerated", attidentity::text AS identity,
            attinhcount > 0 AS "isInherited",
            (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
              WHERE d.adrelid = attrelid AND d.adnum = attnum AND attgenerated = '' AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend p WHERE p.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND p.objid = d.oid
                   AND p.deptype = 'n')) AS "steadyDefault"
       FROM pg_catalog.pg_attribute WHERE attrelid = $1 AND attname = $2 AND attnum > 0 AND NOT attisdropped`,
    [table.oid, name],
  );
  return rows[0];
}

/** Why a column cannot be parked, in words that follow its name; undefined where it can. */
export function whyNotColumn(table: RelationFacts, column: ColumnFacts): string | undefined {
  if (table.isTemporary) return 'is of a temporary table';
  if (table.ofExtension) return 'belongs to an extension';
  if (column.isGenerated) return 'is computed, and can be computed again';
  if (column.isInherited) return 'comes from another table';
  const [publication] = table.publications;
  return publication === undefined
    ? undefined
    : `would be published by ${publication}, unless the table is taken out of it first`;
}
