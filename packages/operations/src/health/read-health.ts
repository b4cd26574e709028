import { type HealthSettings, isAgoraError } from '@agora/core';
import { readStatus } from '@agora/migrations';
import { type Client, describeSqlError, sqlState, withConnection } from '@agora/postgres';

import { sendRequest, shownAddress } from '../requests/send-request.ts';
import { type HealthCheck, healthCheck } from './check.ts';
import { readCheckFiles, runCheckFiles } from './check-files.ts';
import { checkIntegrity } from './integrity.ts';
import { judgeServer } from './judge-server.ts';
import { readServerFacts } from './server-facts.ts';
import { shownDuration } from './shown.ts';

export interface HealthInput {
  readonly url: string;
  /** The migrations folder. */
  readonly directory: string;
  readonly forgotten?: readonly string[] | undefined;
  /** The folder of the project's own checks. */
  readonly checks: string;
  readonly settings?: HealthSettings | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a database and its application do. */
export interface HealthReport {
  /** The worst of the checks. */
  readonly outcome: 'green' | 'yellow' | 'red';
  readonly checks: readonly HealthCheck[];
}

/** Looks at everything. Reads only; what does not answer is a finding. */
export async function readHealth(input: HealthInput): Promise<HealthReport> {
  const database = readDatabase(input);
  const requests = Promise.all(
    (input.settings?.requests ?? []).map((one) => checkRequest(one, input.signal)),
  );
  const checks = [...(await database), ...(await requests)];
  return Object.freeze({ outcome: worstOf(checks), checks: Object.freeze(checks) });
}

/**
 * Whether what is in a database is as it must be: indexes, constraints, and the project's own checks.
 * @param checks the folder of those
 */
export async function readIntegrity(client: Client, checks: string): Promise<readonly HealthCheck[]> {
  return [...(await checkIntegrity(client)), ...(await runCheckFiles(client, await readCheckFiles(checks)))];
}

/** The worst outcome. Pure. */
export function worstOf(checks: readonly HealthCheck[]): HealthReport['outcome'] {
  const has = (outcome: HealthCheck['outcome']): boolean => checks.some((check) => check.outcome === outcome);
  return has('red') ? 'red' : has('yellow') ? 'yellow' : 'green';
}

async function readDatabase(input: HealthInput): Promise<readonly HealthCheck[]> {
  const begun = performance.now();
  try {
    return await withConnection(
      { url: input.url, applicationName: 'agora health', connectTimeoutMs: 10_000 },
      async (client) => {
        const ms = performance.now() - begun;
        const facts = await readServerFacts(client);
        const connection = healthCheck({
          group: 'connection',
          name: 'connection',
          saw: `PostgreSQL ${facts.version} answered in ${shownDuration(ms)}`,
        });
        return [
          connection,
          await checkSchema(input),
          ...judgeServer(facts, input.settings),
          ...(await readIntegrity(client, input.checks)),
        ];
      },
    );
  } catch (error) {
    const found = isAgoraError(error)
      ? error
      : sqlState(error) === undefined
        ? undefined
        : describeSqlError(error);
    if (found === undefined) throw error;
    return [
      healthCheck({
        group: 'connection',
        name: 'connection',
        saw: 'the database does not answer as it should',
        finding: {
          code: found.code,
          message: found.message,
          why: found.why ?? '',
          fix: found.fix ?? 'agora db status',
        },
      }),
    ];
  }
}

async function checkSchema({ url, directory, forgotten }: HealthInput): Promise<HealthCheck> {
  const { counts, violations, current, ahead = [] } = await readStatus({ url, directory, forgotten });
  const base = {
    group: 'schema',
    name: 'history',
    saw: `${counts.applied} applied, the last ${current ?? 'none'}${ahead.length === 0 ? '' : `; ahead of this folder by ${ahead.length}, marked compatible`}`,
  } as const;
  const halfway = counts.interrupted + counts.failed;
  if (violations.length > 0)
    return Object.freeze({
      ...base,
      outcome: 'red',
      findings: violations.map(({ code, message, why, fix }) => ({ code, message, why, fix })),
    });
  if (halfway > 0 || counts.pending > 0) {
    return healthCheck({
      ...base,
      saw: `${base.saw}; ${counts.pending} pending${halfway > 0 ? `, ${halfway} half-way` : ''}`,
      worst: halfway > 0 ? 'red' : 'yellow',
      finding: {
        code: 'operations.history_behind',
        message:
          halfway > 0
            ? 'A migration stopped half-way.'
            : `Migrations of the folder that are not applied: ${counts.pending}.`,
        why: 'An application that was built with them may ask for what is not there.',
        fix: 'agora migrate deploy',
      },
    });
  }
  return healthCheck(base);
}

/** One request as a check. */
async function checkRequest(
  request: Parameters<typeof sendRequest>[0],
  signal: AbortSignal | undefined,
): Promise<HealthCheck> {
  const { ok, why, ms, status } = await sendRequest(request, signal);
  return healthCheck({
    group: 'requests',
    name: request.name,
    saw: `${status === undefined ? 'no answer' : `answered ${status}`} after ${shownDuration(ms)}`,
    finding: ok
      ? undefined
      : {
          code: 'operations.request_failed',
          message: `${request.name}: ${why}.`,
          why: `${request.method ?? (request.body === undefined ? 'GET' : 'POST')} ${shownAddress(request.url)}`,
          fix: 'Look at the log of the application.',
        },
  });
}
