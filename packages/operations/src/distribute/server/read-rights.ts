import { type Client, quoteLiteral } from '@agora/postgres';

/** Who may do what to a table, or to one of its shards, on one node. */
interface TableRights {
  /** Label of the table. */
  readonly table: string;
  /** Name of the shard; null for the table itself. */
  readonly shard: string | null;
  /** Privileges, those on columns too, row-level security and policies: the same text for the same rights. */
  readonly rights: string;
}

/** The rights on one node of a cluster. */
export interface NodeRights {
  /** As in 10.0.0.5:5432. */
  readonly node: string;
  readonly tables: readonly TableRights[];
  /** Why the node could not be asked. */
  readonly failed?: string;
}

const RIGHTS = `WITH here AS (
  SELECT p.logicalrelid::oid AS base, p.logicalrelid::oid AS oid, NULL AS shard FROM pg_dist_partition p
  UNION ALL
  SELECT s.logicalrelid, to_regclass(shard_name(s.logicalrelid, s.shardid)), shard_name(s.logicalrelid, s.shardid)
    FROM pg_dist_shard s JOIN pg_dist_placement l USING (shardid) JOIN pg_dist_local_group g ON g.groupid = l.groupid)
SELECT coalesce(json_agg(json_build_object('table', n.nspname || '.' || b.relname, 'shard', h.shard, 'rights', concat_ws(E'\\n',
    CASE WHEN c.relrowsecurity THEN 'row-level security' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END,
    (SELECT string_agg(format('policy %s %s %s for %s using %s check %s', p.polname, p.polcmd,
        CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
        (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END, ',' ORDER BY 1) FROM unnest(p.polroles) r),
        pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), E'\\n' ORDER BY p.polname)
       FROM pg_policy p WHERE p.polrelid = c.oid),
    (SELECT string_agg(format('%s to %s', a.privilege_type, CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee)::text END),
        E'\\n' ORDER BY a.privilege_type, a.grantee::regrole::text)
       FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a),
    (SELECT string_agg(format('%s (%I) to %s', a.privilege_type, t.attname, CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee)::text END),
        E'\\n' ORDER BY t.attname, a.privilege_type, a.grantee::regrole::text)
       FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = c.oid AND NOT t.attisdropped)))), '[]')::text AS result
  FROM here h JOIN pg_class c ON c.oid = h.oid JOIN pg_class b ON b.oid = h.base JOIN pg_namespace n ON n.oid = b.relnamespace`;

/** Reads the rights on every table that is spread, on the coordinator (first) and on each other node. Writes nothing. */
export async function readRights(client: Client): Promise<readonly NodeRights[]> {
  const own = await client.query<{ result: string }>(RIGHTS);
  const others = await client.query<{ node: string; success: boolean; result: string }>(
    `SELECT nodename || ':' || nodeport AS node, success, result FROM run_command_on_workers(${quoteLiteral(RIGHTS)}) ORDER BY 1`,
  );
  return [
    { node: 'the coordinator', tables: parse(own.rows[0]?.result ?? '[]') },
    ...others.rows.map(({ node, success, result }): NodeRights =>
      success ? { node, tables: parse(result) } : { node, tables: [], failed: result },
    ),
  ];
}

function parse(json: string): readonly TableRights[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query above made it
  return JSON.parse(json) as readonly TableRights[];
}
