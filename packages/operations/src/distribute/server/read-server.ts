import type { Client } from '@agora/postgres';

import { labelOf } from '../schema/table.ts';
import { type DefinerFacts, readDefiners } from './read-definers.ts';
import { readRoles, type RoleFacts } from './read-roles.ts';
import { readRoutines, type RoutineFacts } from './read-routines.ts';
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
  /** Owners of what the database has, and those with rights on it, by name. */
  readonly roles: readonly RoleFacts[];
  /** Labels of tables whose row type something else has: a function's argument or result, a column. */
  readonly rowTypes: ReadonlySet<string>;
  readonly definers: readonly DefinerFacts[];
  /** Those that other nodes lack. */
  readonly routines: readonly RoutineFacts[];
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
    rowTypes: await readRowTypes(client),
    definers: await readDefiners(client, citus !== null),
    routines: await readRoutines(client, citus !== null),
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

async function readRowTypes(client: Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT DISTINCT n.nspname AS schema, c.relname AS name
       FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_type t ON d.refclassid = 'pg_catalog.pg_type'::regclass AND t.oid = d.refobjid
       LEFT JOIN pg_catalog.pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem
       JOIN pg_catalog.pg_class c ON c.oid = coalesce(e.typrelid, t.typrelid) AND c.relkind IN ('r', 'p')
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE d.deptype = 'n' AND d.classid <> 'pg_catalog.pg_rewrite'::regclass
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
  );
  return new Set(rows.map(labelOf));
}
