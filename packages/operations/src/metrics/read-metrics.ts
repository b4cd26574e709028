import { type EnvironmentPolicy, isAgoraError } from '@agora/core';
import { checkBackup, readInvalidIndexes, readStatus, type StatusReport } from '@agora/migrations';
import { type Client, parseDatabaseUrl, withConnection } from '@agora/postgres';

import { readUnvalidated } from '../health/integrity.ts';
import { readServerFacts, type ServerFacts } from '../health/server-facts.ts';
import { readBackfills, type BackfillFigures } from './backfills.ts';
import type { Metric, Sample } from './metric.ts';

export interface MetricsInput {
  readonly url: string;
  readonly directory: string;
  readonly forgotten?: readonly string[] | undefined;
  readonly policy: EnvironmentPolicy;
}

/** What figures are made of. */
export interface Figures {
  /** Undefined where the database does not answer. */
  readonly server?: {
    readonly facts: ServerFacts;
    readonly status: StatusReport;
    readonly invalidIndexes: number;
    readonly unvalidatedConstraints: number;
    readonly backfills: readonly BackfillFigures[];
  };
  /** When the last verified backup was complete; undefined without proof of one. */
  readonly backupAt?: Date;
  readonly now: Date;
}

/** Reads what metrics tell. A database that does not answer is `agora_up 0`. */
export async function readMetrics(input: MetricsInput): Promise<readonly Metric[]> {
  const { url, directory, forgotten, policy } = input;
  const server = await withConnection(
    { url, applicationName: 'agora metrics', connectTimeoutMs: 10_000 },
    async (client) => ({
      facts: await readServerFacts(client),
      status: await readStatus({ url, directory, forgotten, runs: true }),
      ...(await readIntegrityFigures(client)),
      backfills: await readBackfills(client),
    }),
  ).catch((error: unknown) => {
    if (isAgoraError(error)) return undefined;
    throw error;
  });
  const { file, command } = policy.backup;
  const { database } = parseDatabaseUrl(url);
  // However old: it is the alert that judges its age.
  const wanted = { ...policy, backup: { ...policy.backup, required: true, maxAgeHours: Infinity } };
  const backup =
    file === undefined && command === undefined ? undefined : await checkBackup(wanted, database);
  const evidence = backup?.ok === true ? backup.evidence : undefined;
  return metricsOf({
    ...(server === undefined ? {} : { server }),
    ...(evidence === undefined ? {} : { backupAt: new Date(evidence.finishedAt) }),
    now: new Date(),
  });
}

async function readIntegrityFigures(
  client: Client,
): Promise<{ invalidIndexes: number; unvalidatedConstraints: number }> {
  const indexes = await readInvalidIndexes(client);
  const constraints = await readUnvalidated(client);
  return { invalidIndexes: indexes.length, unvalidatedConstraints: constraints.length };
}

/** The figures as metrics. Pure. */
export function metricsOf({ server, backupAt, now }: Figures): readonly Metric[] {
  const { facts, status, backfills = [] } = server ?? {};
  const runs = (status?.entries ?? []).flatMap(({ runs: all = [] }) => all);
  const latest = [
    ...new Map(
      runs
        .toSorted((a, b) => Number(a.id) - Number(b.id))
        .map((run) => [`${run.migration} ${run.direction}`, run]),
    ).values(),
  ];
  const ofRun = (value: (run: (typeof runs)[number]) => number): readonly Sample[] =>
    latest.map((run) => ({
      labels: { migration: run.migration, direction: run.direction },
      value: value(run),
    }));
  const longest = (kind: 'query' | 'transaction' | 'idle'): Sample => ({
    labels: { kind },
    value: (facts?.sessions.find((session) => session.kind === kind)?.ms ?? 0) / 1000,
  });
  return [
    gauge('agora_up', 'Whether the database answers', one(server === undefined ? 0 : 1)),
    gauge(
      'agora_migrations',
      'Migrations of the folder by their state in the database',
      status === undefined
        ? []
        : Object.entries(status.counts).map(([state, value]) => ({ labels: { state }, value })),
    ),
    gauge(
      'agora_history_violations',
      'What a deploy would refuse of the history',
      one(status?.violations.length),
    ),
    {
      name: 'agora_migration_runs_total',
      help: 'Runs of migrations in the journal',
      kind: 'counter',
      samples: counted(runs.map(({ direction, outcome }) => ({ direction, outcome }))),
    },
    gauge(
      'agora_migration_duration_seconds',
      'How long the last run of each migration took',
      ofRun(({ durationMs }) => durationMs / 1000),
    ),
    gauge(
      'agora_migration_lock_wait_seconds',
      'How long the last run of each migration waited for locks',
      ofRun(({ lockWaitMs }) => lockWaitMs / 1000),
    ),
    gauge(
      'agora_migration_lock_retries',
      'How often the last run of each migration gave way',
      ofRun(({ lockRetries }) => lockRetries),
    ),
    gauge(
      'agora_migration_failed',
      'Whether the last run of each migration failed',
      ofRun(({ outcome }) => (outcome === 'succeeded' ? 0 : 1)),
    ),
    gauge(
      'agora_migration_lost_rows',
      'Rows and values that the last run of each migration took away',
      ofRun(({ checks }) => lostRows(checks)),
    ),
    gauge(
      'agora_migration_finished_timestamp_seconds',
      'When the last run of each migration ended',
      ofRun(({ startedAt, durationMs }) => (startedAt.getTime() + durationMs) / 1000),
    ),
    gauge(
      'agora_longest_seconds',
      'How long the longest statement, transaction and idle transaction have been',
      facts === undefined ? [] : [longest('query'), longest('transaction'), longest('idle')],
    ),
    gauge('agora_connections', 'Connections in use', one(facts?.connections.used)),
    gauge('agora_connections_max', 'Connections that may be in use', one(facts?.connections.most)),
    gauge(
      'agora_cache_hit_ratio',
      'Share of reads that memory answered',
      facts === undefined || facts.blocks.read === 0 ? [] : one(facts.blocks.hit / facts.blocks.read),
    ),
    gauge(
      'agora_replication_lag_seconds',
      'How far the replica furthest behind is',
      (facts?.replication.replicas ?? []).slice(0, 1).map(({ ms }) => ({ value: ms / 1000 })),
    ),
    gauge(
      'agora_replication_unused_slots',
      'Replication slots that nobody uses',
      one(facts?.replication.unused.length),
    ),
    gauge(
      'agora_replication_kept_bytes',
      'The most of the log that is kept for a slot that nobody uses',
      one(facts && Math.max(0, ...facts.replication.unused.map(({ bytes = 0 }) => bytes))),
    ),
    gauge('agora_journal_bytes', 'Size of the journal of migrations', one(facts?.journalBytes)),
    gauge('agora_invalid_indexes', 'Indexes that are not valid', one(server?.invalidIndexes)),
    gauge(
      'agora_unvalidated_constraints',
      'Constraints that were never validated',
      one(server?.unvalidatedConstraints),
    ),
    gauge(
      'agora_backfill_rows',
      'Rows that a backfill has changed',
      backfills.map(({ name, rows }) => ({ labels: { migration: name }, value: rows })),
    ),
    gauge(
      'agora_backfill_done',
      'Whether a backfill is done',
      backfills.map(({ name, isDone }) => ({ labels: { migration: name }, value: isDone ? 1 : 0 })),
    ),
    gauge(
      'agora_backfill_failed',
      'Whether a backfill stopped with an error',
      backfills.map(({ name, isFailed }) => ({ labels: { migration: name }, value: isFailed ? 1 : 0 })),
    ),
    gauge(
      'agora_backup_age_seconds',
      'Age of the last verified backup',
      one(backupAt === undefined ? undefined : (now.getTime() - backupAt.getTime()) / 1000),
    ),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, kind: 'gauge', samples };
}

function one(value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [{ value }];
}

function counted(labels: readonly Readonly<Record<string, string>>[]): readonly Sample[] {
  const found = new Map<string, { labels: Readonly<Record<string, string>>; value: number }>();
  for (const one of labels) {
    const key = JSON.stringify(one);
    found.set(key, { labels: one, value: (found.get(key)?.value ?? 0) + 1 });
  }
  return [...found.values()];
}

/** What a run's journal says that it took away. */
function lostRows(checks: Readonly<Record<string, unknown>>): number {
  const { losses } = checks;
  if (!Array.isArray(losses)) return 0;
  return losses.reduce<number>((sum, loss: unknown) => {
    const rows = typeof loss === 'object' && loss !== null && 'rows' in loss ? Number(loss.rows) : 0;
    return sum + (Number.isFinite(rows) ? rows : 0);
  }, 0);
}
