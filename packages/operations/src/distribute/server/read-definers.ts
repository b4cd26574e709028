import type { Client } from '@agora/postgres';

/** A function that runs with the rights of its owner. */
export interface DefinerFacts {
  /** As in public.pay(uuid, integer). */
  readonly signature: string;
  /** `schema.name`. */
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly type: string }[];
  /** Whether the coordinator hands its calls over to the node that has the rows of an argument. */
  readonly delegated: boolean;
}

/** Reads the SECURITY DEFINER functions of a database that have named arguments. Writes nothing. */
export async function readDefiners(client: Client, isCluster: boolean): Promise<readonly DefinerFacts[]> {
  const { rows } = await client.query<DefinerFacts>(
    `SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes)) AS signature,
            n.nspname || '.' || p.proname AS name,
            (SELECT json_agg(json_build_object('name', coalesce(name, ''), 'type', pg_catalog.format_type(type, NULL)) ORDER BY place)
               FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargnames, p.proargmodes) WITH ORDINALITY a(type, name, mode, place)
              WHERE mode IS NULL OR mode IN ('i', 'b', 'v')) AS arguments,
            ${isCluster ? 'coalesce(o.force_delegation, false)' : 'false'} AS delegated
       FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
       ${isCluster ? "LEFT JOIN pg_catalog.pg_dist_object o ON o.classid = 'pg_catalog.pg_proc'::regclass AND o.objid = p.oid" : ''}
      WHERE p.prosecdef AND p.prokind = 'f' AND p.proargnames IS NOT NULL AND p.pronargs > 0
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY 1`,
  );
  return rows;
}
