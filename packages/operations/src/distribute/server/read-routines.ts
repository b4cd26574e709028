import type { Client } from '@agora/postgres';

/** A function, procedure or aggregate of the project that a node does not know. */
export interface RoutineFacts {
  /** As in public.slug(text). */
  readonly signature: string;
  /** Labels of the tables and views that it takes or returns rows of. */
  readonly rowsOf: readonly string[];
}

/**
 * Reads the routines that no node but this one has: Citus hands on those that are made on a cluster, and not those that
 * were there before. Without a cluster all of them. Those that it cannot hand on are left out. Writes nothing.
 */
export async function readRoutines(client: Client, isCluster: boolean): Promise<readonly RoutineFacts[]> {
  const { rows } = await client.query<RoutineFacts>(
    `WITH made AS (
       SELECT p.oid, format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes)) AS signature
         FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind IN ('f', 'p', 'a') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
          ${isCluster ? "AND NOT EXISTS (SELECT FROM pg_catalog.pg_dist_object o WHERE o.classid = 'pg_catalog.pg_proc'::regclass AND o.objid = p.oid)" : ''}),
     needed AS (
       SELECT m.signature, t.typtype AS type, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
              EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e') AS extension
         FROM made m
         JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = m.oid
         LEFT JOIN pg_catalog.pg_type g ON d.refclassid = 'pg_catalog.pg_type'::regclass AND g.oid = d.refobjid
         LEFT JOIN pg_catalog.pg_type t ON t.oid = CASE WHEN g.typcategory = 'A' THEN g.typelem ELSE g.oid END
         LEFT JOIN pg_catalog.pg_class c ON c.relkind <> 'c'
          AND c.oid = CASE WHEN d.refclassid = 'pg_catalog.pg_class'::regclass THEN d.refobjid ELSE t.typrelid END
         LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace)
     SELECT m.signature, coalesce((SELECT json_agg(DISTINCT u.schema || '.' || u.name) FROM needed u
                                    WHERE u.signature = m.signature AND u.kind IN ('r', 'p', 'v')), '[]') AS "rowsOf"
       FROM made m
      WHERE NOT EXISTS (SELECT FROM needed u WHERE u.signature = m.signature
        AND (u.kind NOT IN ('r', 'p', 'v', 'S') OR (u.type IN ('b', 'r', 'm') AND NOT u.extension)))
      ORDER BY 1`,
  );
  return rows;
}
