import type { HealthLimits } from '@agora/core';
import type { Client } from '@agora/postgres';
import type { Name } from '@agora/postgres/parser';

import { defaultLimits, describeSession } from '../../health/judge-server.ts';
import { type LongSession, readServerFacts } from '../../health/server-facts.ts';
import { shownDuration } from '../../health/shown.ts';
import type { StepReport } from '../step.ts';
import { readOids } from './plan-tables.ts';

/** A lock that is held for longer than this is not about to go. */
const HELD_MS = 10_000;

/** Whether transactions are open that the deploy would wait for: long ones, and those that hold locks on its tables. */
export async function checkSessions(
  client: Client,
  tables: readonly Name[],
  limits: HealthLimits = {},
): Promise<StepReport> {
  const limit = limits.transaction ?? defaultLimits.transaction;
  const { sessions } = await readServerFacts(client);
  const long = sessions.filter(({ kind, ms }) => kind === 'transaction' && ms > limit);
  const holders = await readHolders(client, await readOids(client, tables));
  const found = [...long, ...holders.filter(({ pid }) => !long.some((one) => one.pid === pid))];
  return {
    saw: `${sessions.filter(({ kind }) => kind === 'transaction').length} open transactions`,
    findings: found.map((session) => ({
      code: 'operations.blocking_session',
      message: `Session ${session.pid} (${session.who}) has a transaction open for ${shownDuration(session.ms)}${holders.some(({ pid }) => pid === session.pid) ? ', with locks on what the deploy changes' : ''}.`,
      why: `The deploy, and everybody behind it, would wait for it.\n${describeSession(session)}`,
      fix: `Have it end, or end it: SELECT pg_terminate_backend(${session.pid});`,
    })),
  };
}

async function readHolders(client: Client, oids: readonly number[]): Promise<readonly LongSession[]> {
  const { rows } = await client.query<LongSession>(
    `SELECT DISTINCT ON (a.pid) a.pid, COALESCE(NULLIF(a.application_name, ''), a.usename, '?') AS who, 'transaction' AS kind,
            EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::float8 * 1000 AS ms,
            pg_catalog.left(pg_catalog.regexp_replace(COALESCE(a.query, ''), '\\s+', ' ', 'g'), 80) AS text
       FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
      WHERE l.granted AND l.relation = ANY ($1::oid[]) AND a.pid <> pg_catalog.pg_backend_pid()
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        AND a.xact_start < pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => $2)`,
    [oids, HELD_MS / 1000],
  );
  return rows;
}
