import type { Client } from '@agora/postgres';

/** A session that has been at something for too long. */
export interface LongSession {
  readonly pid: number;
  /** Its application or, without one, its role. */
  readonly who: string;
  readonly kind: 'query' | 'transaction' | 'idle';
  readonly ms: number;
  /** The beginning of its statement, on one line. */
  readonly text: string;
}

/** What a server says of itself. Durations in milliseconds. */
export interface ServerFacts {
  readonly version: string;
  readonly inRecovery: boolean;
  readonly sessions: readonly LongSession[];
  /** Sessions, and how many a role without reserved ones may open. */
  readonly connections: { readonly used: number; readonly most: number };
  /** Blocks read since the statistics began, and those of them that were in memory. */
  readonly blocks: { readonly read: number; readonly hit: number };
  /** The replica that is furthest behind; undefined without one, or where the role may not look. */
  readonly replica?: { readonly name: string; readonly ms: number };
  /** Bytes of the journal of migrations. */
  readonly journalBytes: number;
}

/** Reads them. Writes nothing; a role without pg_monitor sees less of other roles' sessions. */
export async function readServerFacts(client: Client): Promise<ServerFacts> {
  const { rows } = await client.query<{
    version: string;
    inRecovery: boolean;
    used: number;
    most: number;
    read: number;
    hit: number;
    journalBytes: number;
  }>(
    `SELECT pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) AS version,
            pg_catalog.pg_is_in_recovery() AS "inRecovery",
            (SELECT count(*)::int FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend') AS used,
            pg_catalog.current_setting('max_connections')::int
              - pg_catalog.current_setting('superuser_reserved_connections')::int AS most,
            (blks_read + blks_hit)::float8 AS read, blks_hit::float8 AS hit,
            COALESCE((SELECT pg_catalog.pg_total_relation_size(c.oid) FROM pg_catalog.pg_class c
                        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                       WHERE n.nspname = 'agora' AND c.relname = 'migration_runs'), 0)::float8 AS "journalBytes"
       FROM pg_catalog.pg_stat_database WHERE datname = pg_catalog.current_database()`,
  );
  const { version, inRecovery, used, most, read, hit, journalBytes } = rows[0]!;
  const replica = await readReplica(client, inRecovery);
  return {
    version,
    inRecovery,
    sessions: await readSessions(client),
    connections: { used, most },
    blocks: { read, hit },
    ...(replica === undefined ? {} : { replica }),
    journalBytes,
  };
}

async function readSessions(client: Client): Promise<readonly LongSession[]> {
  const { rows } = await client.query<LongSession>(
    `SELECT a.pid, COALESCE(NULLIF(a.application_name, ''), a.usename, '?') AS who, k.kind,
            EXTRACT(epoch FROM pg_catalog.clock_timestamp() - k.since)::float8 * 1000 AS ms,
            pg_catalog.left(pg_catalog.regexp_replace(COALESCE(a.query, ''), '\\s+', ' ', 'g'), 80) AS text
       FROM pg_catalog.pg_stat_activity a
      CROSS JOIN LATERAL (VALUES
        ('query', CASE WHEN a.state = 'active' THEN a.query_start END),
        ('transaction', a.xact_start),
        ('idle', CASE WHEN a.state LIKE 'idle in transaction%' THEN a.state_change END)) AS k (kind, since)
      WHERE a.datname = pg_catalog.current_database() AND a.backend_type = 'client backend'
        AND a.pid <> pg_catalog.pg_backend_pid() AND k.since IS NOT NULL
      ORDER BY ms DESC`,
  );
  return rows;
}

async function readReplica(
  client: Client,
  inRecovery: boolean,
): Promise<{ name: string; ms: number } | undefined> {
  const { rows } = await client.query<{ name: string; ms: number }>(
    inRecovery
      ? `SELECT 'this server' AS name,
                CASE WHEN pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn()
                      -- One that hears of no primary has replayed all that it knows, and falls behind.
                      AND EXISTS (SELECT FROM pg_catalog.pg_stat_wal_receiver) THEN 0
                     ELSE EXTRACT(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())::float8 * 1000
                END AS ms`
      : `SELECT COALESCE(NULLIF(application_name, ''), client_addr::text, pid::text) AS name,
                COALESCE(EXTRACT(epoch FROM replay_lag), 0)::float8 * 1000 AS ms
           FROM pg_catalog.pg_stat_replication WHERE state IS NOT NULL ORDER BY ms DESC LIMIT 1`,
  );
  const [found] = rows;
  return found === undefined || found.ms === null ? undefined : found;
}
