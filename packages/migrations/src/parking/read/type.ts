import type { Client } from '@agora/postgres';

import { isParkedName, PARKED_SCHEMA } from '../names.ts';

/** An enum, a domain or a composite type. */
export interface TypeFacts {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** Labels, attributes, or base type with its constraints: what must be alike. */
  readonly nature: string;
}

/** @param name as SQL, quoted */
export async function readType(client: Client, name: string): Promise<TypeFacts | undefined> {
  const { rows } = await client.query<TypeFacts>(
    `SELECT t.oid::text AS oid, n.nspname AS schema, t.typname AS name,
            pg_catalog.json_build_array(t.typtype, t.typbasetype, t.typtypmod, t.typnotnull, t.typdefault, t.typcollation,
              ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder),
              ARRAY(SELECT pg_catalog.concat_ws(' ', a.attname, a.atttypid, a.atttypmod, a.attcollation) FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = t.typrelid AND t.typrelid <> 0 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum),
              ARRAY(SELECT pg_catalog.pg_get_constraintdef(k.oid) FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid ORDER BY 1))::text AS nature
       FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      WHERE t.oid = pg_catalog.to_regtype($1) AND t.typtype IN ('e', 'd', 'c')`,
    [name],
  );
  return rows[0];
}

/** Whether something needs a type, and all of it is parked: columns alone, in parked tables or parked themselves. */
export async function usedByParkedAlone(client: Client, oid: string): Promise<boolean> {
  const { rows } = await client.query<{ parked: string; others: string }>(
    `WITH own AS (SELECT oid, typarray FROM pg_catalog.pg_type WHERE oid = $1),
          users AS (
            SELECT n.nspname = '${PARKED_SCHEMA}' OR ${isParkedName('a.attname')} AS parked
              FROM pg_catalog.pg_depend d JOIN own ON d.refobjid IN (own.oid, NULLIF(own.typarray, 0))
              LEFT JOIN pg_catalog.pg_class c ON c.oid = CASE d.classid
                WHEN 'pg_catalog.pg_class'::pg_catalog.regclass THEN d.objid
                WHEN 'pg_catalog.pg_constraint'::pg_catalog.regclass THEN (SELECT k.conrelid FROM pg_catalog.pg_constraint k WHERE k.oid = d.objid) END
              LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
             WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype = 'n')
     SELECT count(*) FILTER (WHERE parked) AS parked, count(*) FILTER (WHERE parked IS NOT TRUE) AS others FROM users`,
    [oid],
  );
  return Number(rows[0]?.parked) > 0 && Number(rows[0]?.others) === 0;
}
