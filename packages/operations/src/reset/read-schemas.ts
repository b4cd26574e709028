import type { Client } from '@agora/postgres';

/** A schema of the project, as it stands in the database. */
export interface SchemaContents {
  readonly name: string;
  /** Whether the login may drop it. */
  readonly mayDrop: boolean;
  readonly owner: string;
  /** Without the history. */
  readonly tables: number;
  /** A few of the tables, views, types and functions in it that no extension brought; without the history. */
  readonly objects: readonly string[];
}

/**
 * Those of the given tables and types that lie in the named schemas, as `schema.name`. Never writes.
 * @param given by name or `schema.name`, as `tables.external` of prisma.config.ts has them
 */
export async function findNamed(
  client: Client,
  names: readonly string[],
  given: readonly string[],
): Promise<readonly string[]> {
  if (given.length === 0) return [];
  const { rows } = await client.query<{ name: string }>(
    `SELECT n.nspname || '.' || o.name AS name
       FROM (SELECT relnamespace AS schema, relname AS name FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'f', 'v', 'm')
             UNION ALL SELECT typnamespace, typname FROM pg_catalog.pg_type WHERE typtype = 'e') o
       JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
      WHERE n.nspname = ANY ($1) AND (o.name = ANY ($2) OR n.nspname || '.' || o.name = ANY ($2)) ORDER BY 1`,
    [names, given],
  );
  return rows.map(({ name }) => name);
}

/** Reads those of the named schemas that exist. Never writes. */
export async function readSchemas(
  client: Client,
  names: readonly string[],
): Promise<readonly SchemaContents[]> {
  const { rows } = await client.query<SchemaContents>(
    `SELECT n.nspname AS name, pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
            pg_catalog.pg_has_role(n.nspowner, 'USAGE') AS "mayDrop",
            (SELECT count(*)::int FROM pg_catalog.pg_class c
              WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'f') AND c.relname <> '_prisma_migrations') AS tables,
            ARRAY(
              SELECT o.name::text FROM (
                SELECT 'pg_catalog.pg_class'::pg_catalog.regclass AS class, c.oid, c.relname AS name
                  FROM pg_catalog.pg_class c
                 WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
                   AND c.relname <> '_prisma_migrations'
                UNION ALL
                SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, t.typname
                  FROM pg_catalog.pg_type t WHERE t.typnamespace = n.oid AND t.typtype IN ('e', 'd', 'r')
                UNION ALL
                SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, p.proname
                  FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid
              ) o
              WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                 WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype IN ('e', 'i'))
              ORDER BY o.name LIMIT 6) AS objects
       FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1) ORDER BY 1`,
    [names],
  );
  return rows;
}
