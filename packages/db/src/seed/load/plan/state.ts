import { type Client, tableExists } from '@agora/postgres';
import { createStructureTable, createToolTables } from '@agora/seeding';
import { LOADER } from '../../database/roles.ts';

/** What decides the rows of a load. */
export interface LoadIdentity {
  scale: number;
  seed: number;
  /** All content lies in the two years before. */
  reference: Date;
}

/** The load of a database: what it is made of and how far it is. */
export interface LoadState extends LoadIdentity {
  strategy: 'bare' | 'in place';
  finishedAt: Date | null;
  /** Ordinals of the communities that are there; where the load is `bare`, their reference data only. */
  done: ReadonlySet<number>;
  /** Generated tables that are there whole, of a load that is `bare`. */
  tables: ReadonlySet<string>;
  /** Indexes and keys that are not there again yet. */
  missingParts: number;
}

/**
 * Tables in which a load is noted; `agora_loader` may note in them what it has written.
 * @throws seed.no_rights
 */
export async function createLoadTables(client: Client): Promise<void> {
  await createToolTables(client, {
    role: LOADER,
    last: 'load_tables',
    grants: ['SELECT, INSERT, UPDATE, DELETE ON agora.loads, agora.load_communities, agora.load_tables'],
    sql: `
    CREATE TABLE IF NOT EXISTS agora.loads (
      only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
      scale       float8 NOT NULL,
      seed        bigint NOT NULL,
      reference   timestamptz NOT NULL,
      strategy    text NOT NULL,
      started_at  timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz
    );
    CREATE TABLE IF NOT EXISTS agora.load_communities (
      ordinal      integer PRIMARY KEY,
      community_id uuid NOT NULL,
      rows         jsonb NOT NULL,
      done_at      timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE IF NOT EXISTS agora.load_tables (
      table_name text PRIMARY KEY,
      rows       bigint NOT NULL,
      done_at    timestamptz NOT NULL DEFAULT now()
    )`,
  });
  await createStructureTable(client, LOADER);
}

/** The load that was begun or made here; null without one. Writes nothing. */
export async function readLoadState(client: Client): Promise<LoadState | null> {
  if (!(await areTablesThere(client))) return null;
  const { rows } = await client.query<
    Omit<LoadState, 'done' | 'tables'> & { done: number[]; tables: string[] }
  >(`
    SELECT scale, seed::float8 AS seed, reference, strategy, finished_at AS "finishedAt",
           ARRAY (SELECT ordinal FROM agora.load_communities ORDER BY ordinal) AS done,
           ARRAY (SELECT table_name FROM agora.load_tables ORDER BY 1) AS tables,
           (SELECT count(*)::integer FROM agora.load_structure) AS "missingParts"
      FROM agora.loads`);
  const state = rows[0];
  return state === undefined ? null : { ...state, done: new Set(state.done), tables: new Set(state.tables) };
}

/** Rows that a load has made so far, by table. Writes nothing. */
export async function readMadeRows(client: Client): Promise<Map<string, number>> {
  if (!(await areTablesThere(client))) return new Map();
  const { rows } = await client.query<{ table: string; rows: number }>(`
    SELECT "table", sum(rows)::float8 AS rows
      FROM (SELECT key AS "table", value::bigint AS rows FROM agora.load_communities, jsonb_each_text(rows)
            UNION ALL SELECT table_name, rows FROM agora.load_tables) made
     GROUP BY 1 ORDER BY 1`);
  return new Map(rows.map((row) => [row.table, row.rows]));
}

function areTablesThere(client: Client): Promise<boolean> {
  // The last one that is made.
  return tableExists(client, 'agora', 'load_structure');
}
