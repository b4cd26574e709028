import type { Client } from '@agora/postgres';

import { type Replication, readReplication } from './replication.ts';

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
  readonly sessions: readonly LongSession[];
  /** Sessions, and how many a role without reserved ones may open. */
  readonly connections: { readonly used: number; readonly most: number };
  /** Blocks read since the statistics began, and those of them that were in memory. */
  readonly blocks: { readonly read: number; readonly hit: number };
  readonly replication: Replication;
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
  return {
    version,
    sessions: await readSessions(client),
    connections: { used, most },
    blocks: { read, hit },
    replication: await readReplication(client, inRecovery),
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
