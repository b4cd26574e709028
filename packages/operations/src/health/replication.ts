import type { Fault } from '@agora/core';
import { type Client, quoteLiteral } from '@agora/postgres';

import { type HealthCheck, healthCheck } from './check.ts';
import { shownBytes, shownDuration } from './shown.ts';

/** How what is written here reaches other servers, or how what others write reaches this one. */
export interface Replication {
  readonly inRecovery: boolean;
  /** What follows this server, or this server where it follows another; the furthest behind first. */
  readonly replicas: readonly Replica[];
  /** Slots that nobody uses: a replica that is down, or was forgotten. */
  readonly unused: readonly UnusedSlot[];
  /** `synchronous_standby_names` where too few are there that would confirm a commit. */
  readonly waitsFor: string | undefined;
}

export interface Replica {
  readonly name: string;
  /** Milliseconds. Of one that catches up, only since it was sent what it replays now. */
  readonly ms: number;
  /** Of the log that it has not replayed; undefined on the replica itself. */
  readonly bytes: number | undefined;
  readonly catchesUp: boolean;
}

interface UnusedSlot {
  readonly name: string;
  /** Of the log that is kept for it; undefined where the server gave up keeping it. */
  readonly bytes: number | undefined;
  /** Milliseconds since it was used last; known from PostgreSQL 17 on. */
  readonly ms: number | undefined;
}

/** Reads it. Writes nothing. A role without pg_monitor sees no replicas, but their slots. */
export async function readReplication(client: Client, inRecovery: boolean): Promise<Replication> {
  if (inRecovery) return { inRecovery, replicas: await readItself(client), unused: [], waitsFor: undefined };
  const { rows: replicas } = await client.query<Replica>(
    `SELECT COALESCE(NULLIF(application_name, ''), client_addr::text, pid::text) AS name,
            COALESCE(EXTRACT(epoch FROM replay_lag), 0)::float8 * 1000 AS ms,
            GREATEST(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_flush_lsn(), replay_lsn), 0)::float8 AS bytes,
            state = 'catchup' AS "catchesUp"
       FROM pg_catalog.pg_stat_replication WHERE replay_lsn IS NOT NULL ORDER BY ms DESC, bytes DESC`,
  );
  const { rows: unused } = await client.query<UnusedSlot>(
    // On a version before 17 the column is not there.
    `SELECT slot_name AS name,
            pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_flush_lsn(), restart_lsn)::float8 AS bytes,
            EXTRACT(epoch FROM pg_catalog.clock_timestamp()
              - (pg_catalog.to_jsonb(s) ->> 'inactive_since')::timestamptz)::float8 * 1000 AS ms
       FROM pg_catalog.pg_replication_slots s
      WHERE NOT active AND (restart_lsn IS NOT NULL OR wal_status = 'lost') ORDER BY bytes DESC NULLS FIRST`,
  );
  // Without the rights to see it, a state is null.
  const { rows } = await client.query<{ names: string }>(
    `SELECT names FROM pg_catalog.current_setting('synchronous_standby_names') AS names
      WHERE names <> '' AND pg_catalog.current_setting('synchronous_commit') NOT IN ('off', 'local')
        AND (SELECT count(*) FROM pg_catalog.pg_stat_replication
              WHERE sync_state IS NULL OR sync_state IN ('sync', 'quorum'))
          < COALESCE((pg_catalog.regexp_match(names, '^\\s*(?:first\\s+|any\\s+)?(\\d+)\\s*\\(', 'i'))[1]::int, 1)`,
  );
  return {
    inRecovery,
    replicas,
    unused: unused.map(({ name, bytes, ms }) => ({ name, bytes: bytes ?? undefined, ms: ms ?? undefined })),
    waitsFor: rows[0]?.names,
  };
}

async function readItself(client: Client): Promise<readonly Replica[]> {
  const { rows } = await client.query<{ ms: number }>(
    `SELECT CASE WHEN pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn()
                  -- One that hears of no primary has replayed all that it knows, and falls behind.
                  AND EXISTS (SELECT FROM pg_catalog.pg_stat_wal_receiver) THEN 0
                 ELSE EXTRACT(epoch FROM pg_catalog.clock_timestamp()
                   -- Without one it has replayed nothing since it began.
                   - COALESCE(pg_catalog.pg_last_xact_replay_timestamp(), pg_catalog.pg_postmaster_start_time()))::float8 * 1000
            END AS ms`,
  );
  return rows.map(({ ms }) => ({ name: 'this server', ms, bytes: undefined, catchesUp: false }));
}

/**
 * Whether replicas are there and follow closely. Pure.
 * @param settings.names of replicas that must be there; a slot says so too
 * @param settings.limit milliseconds
 */
export function checkReplication(
  { inRecovery, replicas, unused, waitsFor }: Replication,
  { names = [], limit }: { readonly names?: readonly string[] | undefined; readonly limit: number },
): HealthCheck {
  const missing = inRecovery ? [] : names.filter((name) => !replicas.some((one) => one.name === name));
  const gone = unused.filter(({ ms }) => ms === undefined || ms > limit);
  const findings = [
    ...replicas.filter(({ ms }) => ms > limit).map((one) => behind(one, limit)),
    ...replicas.filter(({ ms, catchesUp }) => ms <= limit && catchesUp).map(catchingUp),
    ...missing.map(notThere),
    ...gone.map(notUsed),
    ...(waitsFor === undefined ? [] : [commitsWait(waitsFor)]),
  ];
  return Object.freeze({
    ...healthCheck({
      group: 'performance',
      name: 'replication',
      saw: seen(inRecovery, replicas, gone.length),
    }),
    outcome: findings.length === 0 ? 'green' : 'red',
    findings,
  });
}

function seen(inRecovery: boolean, replicas: readonly Replica[], gone: number): string {
  const [first] = replicas;
  const slots = gone === 0 ? '' : `; ${gone} slot(s) that nobody uses`;
  if (first === undefined) return `no replica is seen${slots}`;
  return `${inRecovery ? 'this replica' : first.name} is ${shownDuration(first.ms)} behind${slots}`;
}

function behind({ name, ms }: Replica, limit: number): Fault {
  return {
    code: 'operations.replication_lag',
    message: `The replica ${name} is ${shownDuration(ms)} behind; ${shownDuration(limit)} is the limit.`,
    why: 'Who reads from it sees the past, and what a migration writes will put it further behind.',
    fix: 'Wait until it has caught up. A conflict, a paused replay or a slow disk shows in its log and in pg_stat_wal_receiver.',
  };
}

function catchingUp({ name, bytes = 0 }: Replica): Fault {
  return {
    code: 'operations.replication_lag',
    message: `The replica ${name} catches up: it lacks ${shownBytes(bytes)} of the log.`,
    why: 'It was away, and who reads from it sees the past: how far back, the server does not know.',
    fix: `Wait until pg_stat_replication says that it is streaming.`,
  };
}

function notThere(name: string): Fault {
  return {
    code: 'operations.replica_missing',
    message: `The replica ${name} is not there.`,
    why: 'health.replicas names it, and none of that application_name follows this server.',
    fix: 'Look at its log; or take it out of health.replicas in agora.config.ts.',
  };
}

function notUsed({ name, bytes, ms }: UnusedSlot): Fault {
  const since = ms === undefined ? '' : ` for ${shownDuration(ms)}`;
  return {
    code: 'operations.replica_missing',
    message: `Nobody uses the replication slot ${name}${since}.`,
    why:
      bytes === undefined
        ? 'The server has given up what it kept for it: its replica must be made anew.'
        : `What follows this server by it is down, or gone for good; ${shownBytes(bytes)} of the log are kept for it, and more until the disk is full.`,
    fix: `Start what uses it; where that is gone for good: SELECT pg_drop_replication_slot(${quoteLiteral(name)});`,
  };
}

function commitsWait(names: string): Fault {
  return {
    code: 'operations.replica_missing',
    message: 'Commits wait for a replica that is not there.',
    why: `synchronous_standby_names is ${names}, and too few of these follow this server: whoever writes, a deploy too, waits for them.`,
    fix: 'Start the replica; or without it: ALTER SYSTEM SET synchronous_standby_names TO DEFAULT, and SELECT pg_reload_conf();',
  };
}
