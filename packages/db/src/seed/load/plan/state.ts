import { type Client, tableExists } from '@agora/postgres';
import { rowsOf } from '../../../sql/index.ts';
import { begunLoadSql, type BegunLoadRow } from './begun-load.sql.ts';
import { filledTablesSql } from './filled-tables.sql.ts';
import { loadedCommunitiesSql } from './loaded-communities.sql.ts';
import { madeRowsSql } from './made-rows.sql.ts';

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

/** The load that was begun or made here; null without one. Writes nothing. */
export async function readLoadState(client: Client): Promise<LoadState | null> {
  if (!(await areTablesThere(client))) return null;
  const [load] = await rowsOf(client, begunLoadSql({}));
  if (load === undefined) return null;
  const communities = await rowsOf(client, loadedCommunitiesSql({}));
  const tables = await rowsOf(client, filledTablesSql({}));
  return {
    ...load,
    strategy: strategyOf(load),
    done: new Set(communities.map(({ ordinal }) => ordinal)),
    tables: new Set(tables.map(({ table }) => table)),
  };
}

/** Rows that a load has made so far, by table. Writes nothing. */
export async function readMadeRows(client: Client): Promise<Map<string, number>> {
  if (!(await areTablesThere(client))) return new Map();
  const rows = await rowsOf(client, madeRowsSql({}));
  return new Map(rows.map((row) => [row.table, row.rows]));
}

function strategyOf({ strategy }: BegunLoadRow): LoadState['strategy'] {
  return strategy === 'bare' ? strategy : 'in place';
}

function areTablesThere(client: Client): Promise<boolean> {
  // The last one that is made.
  return tableExists(client, 'agora', 'load_structure');
}
