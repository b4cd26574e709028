import type { Client } from '@agora/postgres';

/** Something that depends on a table or a column. */
export interface Dependent {
  /** Whether it goes along without being asked (`a`, `i`), or stands in the way of a DROP without CASCADE (`n`). */
  readonly goesAlong: boolean;
  /** SQL that drops it alone, or with what depends on it; null where that would lose rows, or is not known. */
  readonly drop: string | null;
}

const CLASS = (name: string): string => `'pg_catalog.${name}'::pg_catalog.regclass`;

const ON = (oid: string): string =>
  `(SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ${oid})`;

/** The table that `d` belongs to, and SQL that drops it. */
const DESCRIBED = `
  CASE d.classid
    WHEN ${CLASS('pg_constraint')} THEN (SELECT conrelid FROM pg_catalog.pg_constraint WHERE oid = d.objid)
    WHEN ${CLASS('pg_attrdef')} THEN (SELECT adrelid FROM pg_catalog.pg_attrdef WHERE oid = d.objid)
    WHEN ${CLASS('pg_trigger')} THEN (SELECT tgrelid FROM pg_catalog.pg_trigger WHERE oid = d.objid)
    WHEN ${CLASS('pg_policy')} THEN (SELECT polrelid FROM pg_catalog.pg_policy WHERE oid = d.objid)
    WHEN ${CLASS('pg_rewrite')} THEN (SELECT ev_class FROM pg_catalog.pg_rewrite WHERE oid = d.objid)
    WHEN ${CLASS('pg_statistic_ext')} THEN (SELECT stxrelid FROM pg_catalog.pg_statistic_ext WHERE oid = d.objid)
    WHEN ${CLASS('pg_publication_rel')} THEN (SELECT prrelid FROM pg_catalog.pg_publication_rel WHERE oid = d.objid)
    WHEN ${CLASS('pg_class')} THEN COALESCE((SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = d.objid), d.objid)
    ELSE 0 END AS relation,
  CASE d.classid
    WHEN ${CLASS('pg_constraint')} THEN (SELECT pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', ${ON('k.conrelid')}, k.conname)
      FROM pg_catalog.pg_constraint k WHERE k.oid = d.objid AND k.conrelid <> 0)
    WHEN ${CLASS('pg_trigger')} THEN (SELECT pg_catalog.format('DROP TRIGGER IF EXISTS %I ON %s', t.tgname, ${ON('t.tgrelid')})
      FROM pg_catalog.pg_trigger t WHERE t.oid = d.objid)
    WHEN ${CLASS('pg_policy')} THEN (SELECT pg_catalog.format('DROP POLICY IF EXISTS %I ON %s', p.polname, ${ON('p.polrelid')})
      FROM pg_catalog.pg_policy p WHERE p.oid = d.objid)
    WHEN ${CLASS('pg_rewrite')} THEN (SELECT CASE WHEN r.rulename <> '_RETURN' THEN pg_catalog.format('DROP RULE IF EXISTS %I ON %s', r.rulename, ${ON('r.ev_class')})
        ELSE pg_catalog.format('DROP %s IF EXISTS %s CASCADE', CASE v.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END, ${ON('v.oid')}) END
      FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class v ON v.oid = r.ev_class WHERE r.oid = d.objid)
    WHEN ${CLASS('pg_proc')} THEN (SELECT pg_catalog.format('DROP ROUTINE IF EXISTS %I.%I(%s) CASCADE', n.nspname, f.proname, pg_catalog.pg_get_function_identity_arguments(f.oid))
      FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = d.objid)
    WHEN ${CLASS('pg_statistic_ext')} THEN (SELECT pg_catalog.format('DROP STATISTICS IF EXISTS %I.%I', n.nspname, s.stxname)
      FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace WHERE s.oid = d.objid)
    WHEN ${CLASS('pg_attrdef')} THEN (SELECT CASE WHEN a.attgenerated = '' THEN pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', ${ON('a.attrelid')}, a.attname)
        ELSE pg_catalog.format('ALTER TABLE %s DROP COLUMN IF EXISTS %I CASCADE', ${ON('a.attrelid')}, a.attname) END
      FROM pg_catalog.pg_attrdef f JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum WHERE f.oid = d.objid)
    END AS drop`;

/** An object may depend in several ways: if one of them takes it along, it stands in nobody's way. */
const GOES_ALONG = `bool_or(deptype IN ('a', 'i', 'P', 'S')) AS "goesAlong"`;

/** What depends on tables from outside of them: on their rows' type and their sequences, too. */
export async function dependentsOfTables(
  client: Client,
  oids: readonly string[],
): Promise<readonly Dependent[]> {
  const { rows } = await client.query<Dependent>(
    `WITH own AS (
       SELECT ${CLASS('pg_class')} AS class, c.oid FROM pg_catalog.pg_class c WHERE c.oid = ANY ($1::oid[])
       UNION SELECT ${CLASS('pg_type')}, t.oid FROM pg_catalog.pg_type t JOIN pg_catalog.pg_class c ON c.reltype IN (t.oid, t.typelem)
         WHERE c.oid = ANY ($1::oid[]) AND t.typelem IN (0, c.reltype)
       UNION SELECT d.classid, d.objid FROM pg_catalog.pg_depend d
         WHERE d.refclassid = ${CLASS('pg_class')} AND d.refobjid = ANY ($1::oid[]) AND d.deptype IN ('a', 'i') AND d.classid = ${CLASS('pg_class')})
     SELECT ${GOES_ALONG}, drop FROM (
       SELECT d.classid, d.objid, d.deptype, ${DESCRIBED} FROM pg_catalog.pg_depend d
         JOIN own ON own.class = d.refclassid AND own.oid = d.refobjid
        WHERE d.deptype = 'n') AS found
      WHERE relation <> ALL ($1::oid[]) AND NOT EXISTS (SELECT FROM own WHERE own.class = found.classid AND own.oid = found.objid)
      GROUP BY classid, objid, drop`,
    [oids],
  );
  return rows;
}

/** What depends on one column of a table. */
export async function dependentsOfColumn(
  client: Client,
  table: string,
  number: number,
): Promise<readonly Dependent[]> {
  const { rows } = await client.query<Dependent>(
    `SELECT ${GOES_ALONG}, drop FROM (
       SELECT d.classid, d.objid, d.deptype, ${DESCRIBED} FROM pg_catalog.pg_depend d
        WHERE d.refclassid = ${CLASS('pg_class')} AND d.refobjid = $1 AND d.refobjsubid = $2
          AND NOT (d.classid = ${CLASS('pg_class')} AND d.objid = d.refobjid)) AS found
      GROUP BY classid, objid, drop`,
    [table, number],
  );
  return rows;
}
