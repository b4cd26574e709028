import { type Client, inTransaction } from '@agora/postgres';

import { type LockMode, lockModeOf } from '../lint/locks/lock-mode.ts';
import type { RelationKind } from './trace.ts';

/** A relation of the user's own. */
export interface Relation {
  readonly oid: number;
  /** `schema.name`. */
  readonly name: string;
  readonly kind: RelationKind;
  /** The file of its rows; 0 where it has none, as a view or a partitioned table. */
  readonly file: number;
  /** Whether it has a file and nothing in it. */
  readonly empty: boolean;
  /** How many rows it is thought to have; -1 where it was never counted. */
  readonly tuples: number;
  /** Of an index: its table. */
  readonly tableOid?: number;
}

/** A lock that a session has. */
export interface HeldLock {
  readonly oid: number;
  readonly mode: LockMode;
}

/** How often a table was read from the first row to the last, and how many rows that gave. */
export interface Reads {
  readonly scans: number;
  readonly rows: number;
}

/** What a session holds and what its database is made of, at one moment. */
export interface SessionState {
  readonly relations: ReadonlyMap<number, Relation>;
  readonly locks: readonly HeldLock[];
  readonly reads: ReadonlyMap<number, Reads>;
  /** Place in the write-ahead log, in bytes from its beginning. */
  readonly wal: number;
}

interface StateRow {
  readonly relations:
    | readonly {
        oid: number;
        name: string;
        kind: string;
        file: number;
        size: number;
        tuples: number;
        table: number | null;
      }[]
    | null;
  readonly locks: readonly { oid: number; mode: string }[] | null;
  readonly reads: readonly { oid: number; scans: number; rows: number }[] | null;
  readonly wal: number;
}

/** Locks on relations of this database that a session has; `$1` is its process. */
export const LOCKS = `SELECT l.relation::int8 AS oid, l.mode FROM pg_catalog.pg_locks l
 WHERE l.pid = $1 AND l.granted AND l.locktype = 'relation' AND l.relation >= 16384
   AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())`;

const state = (counters: string): string => `SELECT
 (SELECT json_agg(json_build_object('oid', c.oid::int8, 'name', n.nspname || '.' || c.relname, 'kind', c.relkind,
    'file', coalesce(pg_catalog.pg_relation_filenode(c.oid), 0)::int8, 'size', pg_catalog.pg_relation_size(c.oid)::float8, 'tuples', c.reltuples::float8, 'table', i.indrelid::int8))
   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
   WHERE c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_') AS relations,
 (SELECT json_agg(json_build_object('oid', held.oid, 'mode', held.mode)) FROM (${LOCKS}) held) AS locks,
 (SELECT json_agg(json_build_object('oid', s.relid::int8, 'scans', s.seq_scan, 'rows', s.seq_tup_read))
   FROM ${counters} s WHERE s.seq_scan > 0 AND s.relid >= 16384) AS reads,
 pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')::float8 AS wal`;

const KINDS: Readonly<Record<string, RelationKind>> = {
  r: 'table',
  p: 'table',
  f: 'table',
  i: 'index',
  I: 'index',
  v: 'view',
  m: 'materialized view',
  S: 'sequence',
};

/** Reads the session's own state: in a transaction what that has done so far, outside of one what was committed. */
export async function readSessionState(client: Client, pid: number): Promise<SessionState> {
  const inside = inTransaction(client);
  // What a session has counted becomes visible to all only now and then (PostgreSQL 15 and later).
  if (!inside) await client.query('SELECT pg_catalog.pg_stat_force_next_flush()').catch(() => undefined);
  const { rows } = await client.query<StateRow>(
    state(inside ? 'pg_catalog.pg_stat_xact_all_tables' : 'pg_catalog.pg_stat_all_tables'),
    [pid],
  );
  const [row] = rows;
  return {
    relations: new Map(
      (row?.relations ?? []).map(({ oid, name, kind, file, size, tuples, table }) => [
        oid,
        {
          oid,
          name,
          kind: KINDS[kind] ?? 'other',
          file,
          empty: file !== 0 && size === 0,
          tuples,
          ...(table === null ? {} : { tableOid: table }),
        },
      ]),
    ),
    locks: (row?.locks ?? []).flatMap(readLock),
    reads: new Map((row?.reads ?? []).map(({ oid, scans, rows: read }) => [oid, { scans, rows: read }])),
    wal: row?.wal ?? 0,
  };
}

/** A row of {@link LOCKS}. */
export function readLock({
  oid,
  mode,
}: {
  readonly oid: number | string;
  readonly mode: string;
}): HeldLock[] {
  const known = lockModeOf(mode);
  return known === undefined ? [] : [{ oid: Number(oid), mode: known }];
}
