import type { Client } from '@agora/postgres';

/** A role that something in the database belongs to, or that has rights on it. */
export interface RoleFacts {
  readonly name: string;
  /** As in BYPASSRLS NOINHERIT: what CREATE ROLE makes it again with. */
  readonly attributes: string;
  /** Whether it owns tables or has rights on them, so that a session may work on their rows as this role. */
  readonly works: boolean;
  /** Whether every node knows it and, where it works on rows, lets it log in; without a cluster, this server. */
  readonly ready: boolean;
}

/** The classes of what rights are handed on with: tables, schemas, functions, types, policies. */
const CLASSES = ['pg_class', 'pg_namespace', 'pg_proc', 'pg_type', 'pg_policy']
  .map((name) => `'pg_catalog.${name}'::regclass`)
  .join(', ');

/** Reads the roles that nodes need, and whether they have them. Writes nothing. */
export async function readRoles(client: Client, isCluster: boolean): Promise<readonly RoleFacts[]> {
  const { rows } = await client.query<Omit<RoleFacts, 'ready'> & { readonly login: boolean }>(
    `WITH working AS (
       SELECT unnest(ARRAY[c.relowner, a.grantee]) AS role FROM pg_catalog.pg_class c
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         LEFT JOIN LATERAL pg_catalog.aclexplode(c.relacl) a ON true
        WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
          AND n.nspname NOT IN ('information_schema', 'citus', 'citus_internal', 'columnar', 'columnar_internal'))
     SELECT r.rolname AS name, r.rolcanlogin AS login, r.oid IN (SELECT role FROM working) AS works,
            concat_ws(' ', CASE WHEN r.rolsuper THEN 'SUPERUSER' END, CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
              CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END, CASE WHEN r.rolreplication THEN 'REPLICATION' END,
              CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN NOT r.rolinherit THEN 'NOINHERIT' END) AS attributes
       FROM pg_catalog.pg_roles r
      WHERE r.rolname !~ '^pg_' AND (r.oid IN (SELECT role FROM working) OR r.oid IN (
        SELECT s.refobjid FROM pg_catalog.pg_shdepend s JOIN pg_catalog.pg_database d ON d.oid = s.dbid AND d.datname = current_database()
         WHERE s.refclassid = 'pg_catalog.pg_authid'::regclass AND s.classid IN (${CLASSES})))
      ORDER BY 1`,
  );
  const nodes = isCluster ? await readNodeRoles(client) : [];
  return rows.map(({ name, login, works, attributes }) => ({
    name,
    attributes,
    works,
    ready: (login || !works) && nodes.every((node) => (works ? node.get(name) === true : node.has(name))),
  }));
}

/** Of each other node its roles, and whether they may log in. */
async function readNodeRoles(client: Client): Promise<readonly ReadonlyMap<string, boolean>[]> {
  const { rows } = await client.query<{ success: boolean; result: string }>(
    `SELECT success, result FROM run_command_on_workers(
       'SELECT coalesce(json_object_agg(rolname, rolcanlogin), ''{}'') FROM pg_catalog.pg_roles')`,
  );
  return rows.map(({ success, result }) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query above made it
    const roles = success ? (JSON.parse(result) as Readonly<Record<string, boolean>>) : {};
    return new Map(Object.entries(roles));
  });
}
