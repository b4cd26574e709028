import type { Client } from '@agora/postgres';

/** What stands on a table. */
export interface TableParts {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** SQL that drops what may refuse, fire, publish, or hold on to what goes with the table. */
  readonly drops: readonly string[];
  /** Constraints without an index, and indexes, those of constraints included: they move with the table. */
  readonly constraints: readonly string[];
  readonly indexes: readonly { readonly schema: string; readonly name: string }[];
  readonly sequences: readonly { readonly schema: string; readonly name: string }[];
}

/** SQL: whether an object depends on a function that somebody has made. */
const usesFunction = (catalog: string, oid: string): string =>
  `EXISTS (SELECT FROM pg_catalog.pg_depend u WHERE u.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND u.objid = ${oid}
     AND u.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass)`;

const indexOf = `pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_namespace xn ON xn.oid = x.relnamespace
  LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')`;

/** Reads what stands on tables, each by itself. */
export async function readTableParts(
  client: Client,
  oids: readonly string[],
): Promise<readonly TableParts[]> {
  const { rows } = await client.query<TableParts>(
    `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name,
       ARRAY(
         SELECT pg_catalog.format('ALTER TABLE %I.%I DROP CONSTRAINT %I', n.nspname, c.relname, k.conname) FROM pg_catalog.pg_constraint k
          WHERE k.conrelid = c.oid AND k.conparentid = 0
            AND (k.contype = 'f' OR (k.contype = 'c' AND k.coninhcount = 0 AND ${usesFunction('pg_constraint', 'k.oid')}))
         UNION ALL
         SELECT pg_catalog.format('DROP INDEX %I.%I', xn.nspname, x.relname) FROM ${indexOf}
          WHERE i.indrelid = c.oid AND k.oid IS NULL AND NOT x.relispartition AND ${usesFunction('pg_class', 'x.oid')}
         UNION ALL
         SELECT pg_catalog.format('DROP TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname) FROM pg_catalog.pg_trigger t
          WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgparentid = 0
         UNION ALL
         SELECT pg_catalog.format('DROP RULE %I ON %I.%I', r.rulename, n.nspname, c.relname) FROM pg_catalog.pg_rewrite r
          WHERE r.ev_class = c.oid
         UNION ALL
         SELECT pg_catalog.format('DROP POLICY %I ON %I.%I', p.polname, n.nspname, c.relname) FROM pg_catalog.pg_policy p
          WHERE p.polrelid = c.oid
         UNION ALL
         SELECT pg_catalog.format('ALTER PUBLICATION %I DROP TABLE %I.%I', p.pubname, n.nspname, c.relname)
           FROM pg_catalog.pg_publication_rel pr JOIN pg_catalog.pg_publication p ON p.oid = pr.prpubid
          WHERE pr.prrelid = c.oid AND pg_catalog.pg_has_role(p.pubowner, 'USAGE')
         UNION ALL
         SELECT pg_catalog.format('DROP STATISTICS %I.%I', sn.nspname, s.stxname) FROM pg_catalog.pg_statistic_ext s
           JOIN pg_catalog.pg_namespace sn ON sn.oid = s.stxnamespace WHERE s.stxrelid = c.oid
         UNION ALL
         SELECT pg_catalog.format('ALTER TABLE %I.%I ALTER COLUMN %I DROP DEFAULT', n.nspname, c.relname, a.attname)
           FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
          WHERE d.adrelid = c.oid AND a.attgenerated = ''
            AND EXISTS (SELECT FROM pg_catalog.pg_depend u WHERE u.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND u.objid = d.oid
                  AND u.deptype = 'n' AND NOT (u.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND EXISTS (
                    SELECT FROM pg_catalog.pg_depend o WHERE o.classid = u.refclassid AND o.objid = u.refobjid
                       AND o.refobjid = c.oid AND o.deptype IN ('a', 'i'))))) AS drops,
       ARRAY(SELECT k.conname::text FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c'
              AND k.coninhcount = 0 AND NOT ${usesFunction('pg_constraint', 'k.oid')}) AS constraints,
       COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', xn.nspname, 'name', x.relname)) FROM ${indexOf}
              WHERE i.indrelid = c.oid AND (k.oid IS NOT NULL OR x.relispartition OR NOT ${usesFunction('pg_class', 'x.oid')})), '[]') AS indexes,
       COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', sn.nspname, 'name', s.relname))
              FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
              JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
             WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = d.classid
               AND d.refobjid = c.oid AND d.deptype IN ('a', 'i')), '[]') AS sequences
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY ($1::oid[])`,
    [oids],
  );
  return rows;
}
