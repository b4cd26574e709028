import type { Client } from '@agora/postgres';

import { labelOf } from '../schema/table.ts';
import { type DefinerFacts, readDefiners } from './read-definers.ts';
import type { Place } from '../place-tables.ts';

/** A server of a Citus cluster. */
export interface ClusterNode {
  readonly host: string;
  readonly port: number;
  /** Whether it is the one that is connected to. */
  readonly coordinator: boolean;
  /** Whether it was not disabled. */
  readonly active: boolean;
  /** Whether it is used, and holds shards. */
  readonly shards: boolean;
}

/** A table that Citus has. */
interface CitusTable {
  readonly place: Place;
  /** The column that its rows are spread by. */
  readonly column?: string;
  /** Tables of one group have the same tenants on the same nodes. */
  readonly group: number;
}

/** What Citus says of its cluster. */
export interface ClusterFacts {
  readonly version: string;
  readonly nodes: readonly ClusterNode[];
  /** By label. */
  readonly tables: ReadonlyMap<string, CitusTable>;
}

/** Rows and size of a table while it is on the coordinator. */
interface TableSize {
  /** As the server estimates it; undefined where it never counted. */
  readonly rows?: number;
  readonly bytes: number;
}

/** A role that has rights on tables. */
interface RoleFacts {
  readonly name: string;
  /** Whether it may log in on every node of the cluster; without a cluster, here. */
  readonly login: boolean;
}

export interface ServerFacts {
  readonly database: string;
  /** As in 15.18. */
  readonly version: string;
  /** Undefined on a server without the extension in this database. */
  readonly cluster: ClusterFacts | undefined;
  /** Whether the server could have the extension: its files are there. */
  readonly citusAvailable: boolean;
  /** Whether rows can be followed while they are moved: wal_level is logical. */
  readonly logical: boolean;
  /** Settings of the database for sessions to come, as `name=value`. */
  readonly settings: readonly string[];
  /** By label. */
  readonly sizes: ReadonlyMap<string, TableSize>;
  /** Owners of tables, and those with rights on them, by name. */
  readonly roles: readonly RoleFacts[];
  readonly definers: readonly DefinerFacts[];
}

interface FirstRow {
  readonly database: string;
  readonly version: string;
  readonly citus: string | null;
  readonly available: boolean;
  readonly logical: boolean;
  readonly settings: readonly string[];
}

/** Reads what a server says of itself and, with the citus extension, of its cluster. Writes nothing. */
export async function readServer(client: Client): Promise<ServerFacts> {
  const { rows } = await client.query<FirstRow>(
    `SELECT current_database() AS database, split_part(current_setting('server_version'), ' ', 1) AS version,
            (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'citus') AS citus,
            EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = 'citus') AS available,
            current_setting('wal_level') = 'logical' AS logical,
            coalesce((SELECT s.setconfig FROM pg_catalog.pg_db_role_setting s
              JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase AND d.datname = current_database()
              WHERE s.setrole = 0), '{}') AS settings`,
  );
  const { database, version, citus, available, logical, settings } = rows[0]!;
  return {
    database,
    version,
    cluster: citus === null ? undefined : await readCluster(client, citus),
    citusAvailable: available,
    logical,
    settings,
    sizes: await readSizes(client),
    roles: await readRoles(client, citus !== null),
    definers: await readDefiners(client, citus !== null),
  };
}

async function readCluster(client: Client, version: string): Promise<ClusterFacts> {
  const nodes = await client.query<ClusterNode>(
    `SELECT nodename AS host, nodeport AS port, groupid = 0 AS coordinator, isactive AS active, isactive AND shouldhaveshards AS shards
       FROM pg_catalog.pg_dist_node WHERE noderole = 'primary' ORDER BY groupid`,
  );
  // citus_tables would ask the other nodes for sizes.
  const tables = await client.query<{
    schema: string;
    name: string;
    method: string;
    model: string;
    column: string | null;
    group: number;
  }>(
    `SELECT n.nspname AS schema, c.relname AS name, p.partmethod::text AS method, p.repmodel::text AS model,
            column_to_column_name(p.logicalrelid, p.partkey) AS column, p.colocationid AS group
       FROM pg_catalog.pg_dist_partition p JOIN pg_catalog.pg_class c ON c.oid = p.logicalrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace ORDER BY 1, 2`,
  );
  return {
    version,
    nodes: nodes.rows,
    tables: new Map(
      tables.rows.map(({ method, model, column, group, ...name }) => [
        labelOf(name),
        { place: placeOf(method, model), group, ...(column === null ? {} : { column }) },
      ]),
    ),
  };
}

/** `partmethod` n is not spread by a column; of these `repmodel` t is on every node. */
function placeOf(method: string, model: string): Place {
  if (method !== 'n') return 'distributed';
  return model === 't' ? 'reference' : 'local';
}

async function readSizes(client: Client): Promise<ReadonlyMap<string, TableSize>> {
  const { rows } = await client.query<{ schema: string; name: string; rows: number; bytes: string }>(
    `SELECT n.nspname AS schema, c.relname AS name, sum(greatest(l.reltuples, -1))::float8 AS rows,
            sum(pg_catalog.pg_relation_size(l.oid)) AS bytes
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL (SELECT c.oid UNION SELECT relid FROM pg_catalog.pg_partition_tree(c.oid) WHERE c.relkind = 'p') t
       JOIN pg_catalog.pg_class l ON l.oid = t.oid AND l.relkind = 'r'
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      GROUP BY 1, 2`,
  );
  return new Map(
    rows.map(({ rows: counted, bytes, ...name }) => [
      labelOf(name),
      { bytes: Number(bytes), ...(counted < 0 ? {} : { rows: counted }) },
    ]),
  );
}

async function readRoles(client: Client, isCluster: boolean): Promise<readonly RoleFacts[]> {
  const { rows } = await client.query<RoleFacts>(
    `SELECT r.rolname AS name, r.rolcanlogin AS login FROM pg_catalog.pg_roles r
      WHERE r.rolname !~ '^pg_' AND r.oid IN (
        SELECT unnest(ARRAY[c.relowner, a.grantee]) FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN LATERAL pg_catalog.aclexplode(c.relacl) a ON true
         WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
           AND n.nspname NOT IN ('information_schema', 'citus', 'citus_internal', 'columnar', 'columnar_internal'))
      ORDER BY 1`,
  );
  if (!isCluster) return rows;
  const nodes = await client.query<{ success: boolean; result: string }>(
    `SELECT success, result FROM run_command_on_workers(
       'SELECT coalesce(json_agg(rolname), ''[]'') FROM pg_catalog.pg_roles WHERE rolcanlogin')`,
  );
  const logins = nodes.rows.map(({ success, result }): ReadonlySet<unknown> => {
    const names: unknown = success ? JSON.parse(result) : [];
    return new Set(Array.isArray(names) ? names : []);
  });
  return rows.map(({ name, login }) => ({ name, login: login && logins.every((one) => one.has(name)) }));
}
