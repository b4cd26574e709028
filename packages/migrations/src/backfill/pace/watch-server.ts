import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Client, withConnection } from '@agora/postgres';

import type { Surroundings } from './rests.ts';

/** What is known of the server by now. */
export interface ServerWatch {
  /** The newest look; `waiting` is the most since the last call. */
  look(): Surroundings;
}

/** Milliseconds between two looks. */
const EVERY_MS = 400;

/** What is watched. */
interface Watched {
  readonly url: string;
  /** Process id of the session that works. */
  readonly pid: number;
  /** Number of the table. */
  readonly table: number;
}

/**
 * Runs `use` while another connection looks at the server now and then. Where none is to be had, or the role may not
 * see something, that counts for nothing: a backfill does not fail of it.
 */
export async function withServerWatch<T>(
  watched: Watched,
  use: (watch: ServerWatch) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  let seen: Surroundings = { waiting: 0, wraparound: false };
  let mostWaiting = 0;
  const watching = withConnection(
    { url: watched.url, applicationName: 'agora backfill (watch)' },
    async (client) => {
      // What watches must never wait itself.
      await client.query("SET statement_timeout = '2s'");
      const disk = await dataDirectory(client);
      while (!ended.signal.aborted) {
        const freeMb = disk === undefined ? undefined : await freeSpace(disk);
        seen = { ...(await readSurroundings(client, watched)), ...(freeMb === undefined ? {} : { freeMb }) };
        mostWaiting = Math.max(mostWaiting, seen.waiting);
        await sleep(EVERY_MS, undefined, { signal: ended.signal }).catch(() => undefined);
      }
    },
  ).catch(() => {
    // As above: nothing seen, nothing to wait for.
    seen = { waiting: 0, wraparound: false };
  });
  try {
    return await use({
      look() {
        const waiting = mostWaiting;
        mostWaiting = 0;
        return { ...seen, waiting };
      },
    });
  } finally {
    ended.abort();
    await watching;
  }
}

interface Row {
  readonly waiting: number;
  readonly lagMs: number | null;
  readonly wraparound: boolean;
  readonly deadShare: number | null;
}

async function readSurroundings(client: Client, { pid, table }: Watched): Promise<Surroundings> {
  const { rows } = await client.query<Row>(
    `WITH waiting AS MATERIALIZED (SELECT DISTINCT l.pid FROM pg_catalog.pg_locks l WHERE NOT l.granted AND l.pid <> $1),
          parts AS MATERIALIZED (SELECT $2::oid AS relid UNION SELECT tree.relid::oid FROM pg_catalog.pg_partition_tree($2::oid::regclass) tree),
          vacuums AS MATERIALIZED (SELECT v.pid FROM pg_catalog.pg_stat_progress_vacuum v JOIN parts ON parts.relid = v.relid)
     SELECT (SELECT count(*)::int FROM waiting w WHERE $1 = ANY (pg_catalog.pg_blocking_pids(w.pid))) AS waiting,
            (SELECT max(EXTRACT(epoch FROM r.replay_lag))::float8 * 1000 FROM pg_catalog.pg_stat_replication r) AS "lagMs",
            EXISTS (SELECT FROM vacuums JOIN pg_catalog.pg_stat_activity a USING (pid)
                     WHERE a.query LIKE '%(to prevent wraparound)%') AS wraparound,
            (SELECT sum(s.n_dead_tup)::float8 / GREATEST(sum(s.n_live_tup), 1)::float8
               FROM pg_catalog.pg_stat_all_tables s JOIN parts ON parts.relid = s.relid
              WHERE EXISTS (SELECT FROM vacuums)) AS "deadShare"`,
    [pid, table],
  );
  const row = rows[0];
  return {
    waiting: row?.waiting ?? 0,
    wraparound: row?.wraparound ?? false,
    ...(row?.lagMs == null ? {} : { lagMs: row.lagMs }),
    ...(row?.deadShare == null ? {} : { deadShare: row.deadShare }),
  };
}

/** Where a server of this machine keeps its data; undefined for any other, or where the role may not know. */
async function dataDirectory(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ here: boolean; directory: string | null }>(
    `SELECT COALESCE(pg_catalog.inet_server_addr() <<= '127.0.0.0/8' OR pg_catalog.inet_server_addr() = '::1', true) AS here,
            CASE WHEN pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE')
                 THEN pg_catalog.current_setting('data_directory', true) END AS directory`,
  );
  const [row] = rows;
  return row?.here === true && row.directory !== null ? row.directory : undefined;
}

async function freeSpace(directory: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return (bavail * bsize) / 1024 / 1024;
  } catch {
    // A server in a container has its folders elsewhere.
    return undefined;
  }
}
