import type { HealthLimits, HealthSettings } from '@agora/core';

import { type HealthCheck, healthCheck } from './check.ts';
import { checkReplication } from './replication.ts';
import type { LongSession, ServerFacts } from './server-facts.ts';
import { shownDuration } from './shown.ts';

/** Where a figure begins to be a finding, unless the configuration says otherwise. Durations in milliseconds. */
export const defaultLimits = {
  query: 300_000,
  transaction: 3_600_000,
  idle: 300_000,
  connections: 0.9,
  cacheHits: 0.9,
  replication: 30_000,
  journalMegabytes: 1024,
} as const satisfies Required<HealthLimits>;

/** With fewer reads a share says nothing. */
const LEAST_READS = 100_000;

/** How a server does. Pure. */
export function judgeServer(
  facts: ServerFacts,
  { limits: given, replicas }: Pick<HealthSettings, 'limits' | 'replicas'> = {},
): readonly HealthCheck[] {
  const limits = { ...defaultLimits, ...given };
  return [
    sessionsCheck(facts, 'query', limits.query),
    sessionsCheck(facts, 'transaction', limits.transaction),
    sessionsCheck(facts, 'idle', limits.idle),
    connectionsCheck(facts, limits.connections),
    cacheCheck(facts, limits.cacheHits),
    checkReplication(facts.replication, { names: replicas, limit: limits.replication }),
    journalCheck(facts, limits.journalMegabytes),
  ];
}

const kinds = {
  query: {
    name: 'statements',
    code: 'operations.long_query',
    what: 'statement has run',
    why: 'It holds its locks and its snapshot: what waits for it waits, and nothing it could see is cleaned up.',
  },
  transaction: {
    name: 'transactions',
    code: 'operations.long_transaction',
    what: 'transaction has been open',
    why: 'Its locks stay, indexes that are built concurrently wait for it, and dead rows pile up.',
  },
  idle: {
    name: 'idle in transaction',
    code: 'operations.idle_transaction',
    what: 'transaction has been idle',
    why: 'Its client has gone away in the middle of it; its locks stay until it ends.',
  },
} as const;

function sessionsCheck({ sessions }: ServerFacts, kind: LongSession['kind'], limit: number): HealthCheck {
  const { name, code, what, why } = kinds[kind];
  const alike = sessions.filter((session) => session.kind === kind);
  const long = alike.filter(({ ms }) => ms > limit);
  const [first] = long;
  const oldest = alike[0];
  return healthCheck({
    group: 'performance',
    name,
    saw: oldest === undefined ? 'none' : `the longest for ${shownDuration(oldest.ms)}`,
    finding: first && {
      code,
      message: `${long.length === 1 ? `A ${what}` : `${long.length} times a ${what}`} for ${shownDuration(first.ms)}; ${shownDuration(limit)} is the limit.`,
      why: [why, ...long.slice(0, 5).map(describeSession)].join('\n'),
      fix: `Have it end, or end it: SELECT pg_terminate_backend(${first.pid}). Another limit: health.limits.${kind} in agora.config.ts.`,
    },
  });
}

/** A session in one line. */
export function describeSession({ pid, who, ms, text }: LongSession): string {
  return `session ${pid} (${who}) for ${shownDuration(ms)}: ${text}`;
}

function connectionsCheck({ connections: { used, most } }: ServerFacts, limit: number): HealthCheck {
  return healthCheck({
    group: 'performance',
    name: 'connections',
    saw: `${used} of ${most}`,
    finding:
      used <= most * limit
        ? undefined
        : {
            code: 'operations.few_connections',
            message: `${used} of ${most} connections are in use; ${percent(limit)} is the limit.`,
            why: 'When none is left, the application cannot connect, and a deploy cannot either.',
            fix: 'Let the application keep smaller pools, put a pooler in front, or raise max_connections.',
          },
  });
}

function cacheCheck({ blocks: { read, hit } }: ServerFacts, limit: number): HealthCheck {
  const base = { group: 'performance', name: 'cache hits', worst: 'yellow' } as const;
  if (read < LEAST_READS) return healthCheck({ ...base, saw: 'too few reads to tell' });
  return healthCheck({
    ...base,
    saw: percent(hit / read),
    finding:
      hit >= read * limit
        ? undefined
        : {
            code: 'operations.cache_misses',
            message: `${percent(hit / read)} of reads are answered by memory; at least ${percent(limit)} are wanted.`,
            why: 'The rest comes from the disk or the cache of the operating system, which takes longer.',
            fix: 'Look for statements that read whole tables (pg_stat_user_tables.seq_tup_read), or raise shared_buffers.',
          },
  });
}

function journalCheck({ journalBytes }: ServerFacts, limit: number): HealthCheck {
  const megabytes = journalBytes / 1_048_576;
  return healthCheck({
    group: 'performance',
    name: 'journal',
    worst: 'yellow',
    saw: `${megabytes.toFixed(1)} MB`,
    finding:
      megabytes <= limit
        ? undefined
        : {
            code: 'operations.journal_size',
            message: `The journal of migrations takes ${megabytes.toFixed(0)} MB; ${limit} is the limit.`,
            why: 'It keeps a row for each run, and nothing is decided by it.',
            fix: `DELETE FROM agora.migration_runs WHERE started_at < now() - interval '1 year'; then VACUUM FULL agora.migration_runs;`,
          },
  });
}

function percent(part: number): string {
  return `${(part * 100).toFixed(part >= 0.995 ? 1 : 0)} %`;
}
