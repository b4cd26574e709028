import { setTimeout as sleep } from 'node:timers/promises';

import { AgoraError, type ErrorCode, isAgoraError } from '@agora/core';
import { withConnection } from '@agora/postgres';

import { throwIfInterrupted } from '../apply/interrupted.ts';

/** What a server says, or does not, that is not up yet; anything else will not get better by waiting. */
const NOT_YET: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'postgres.connection_refused',
  'postgres.connection_lost',
  'postgres.connect_timeout',
  'postgres.host_not_found',
  'postgres.host_unreachable',
  'postgres.cannot_connect_now',
  'postgres.too_many_connections',
]);

const POLL_MS = 500;

/**
 * Waits until a server answers, if only that it has no such database or refuses this password.
 * @param wait `ms` at most; `onWait` is told once, when the first attempt has failed
 * @throws AgoraError of the last attempt; `migrations.interrupted`
 */
export async function waitForServer(
  url: string,
  wait: { readonly ms: number; readonly signal: AbortSignal; readonly onWait: (why: string) => void },
): Promise<void> {
  const deadline = performance.now() + wait.ms;
  let waiting = false;
  for (;;) {
    throwIfInterrupted(wait.signal);
    const left = deadline - performance.now();
    const failure = await attempt(url, Math.max(1000, Math.min(left, 5000)));
    if (failure === undefined) return;
    if (deadline - performance.now() <= 0) throw waitedFor(failure, wait.ms);
    if (!waiting) wait.onWait(failure.message);
    waiting = true;
    await sleep(POLL_MS, undefined, { signal: wait.signal }).catch(() => undefined);
  }
}

async function attempt(url: string, connectTimeoutMs: number): Promise<AgoraError | undefined> {
  try {
    await withConnection({ url, connectTimeoutMs, applicationName: 'agora-deploy' }, () => Promise.resolve());
    return undefined;
  } catch (error) {
    return isAgoraError(error) && NOT_YET.has(error.code) ? error : undefined;
  }
}

function waitedFor(failure: AgoraError, ms: number): AgoraError {
  return new AgoraError({
    ...failure.toJSON(),
    message: `${failure.message} Waited ${ms / 1000} s.`,
    cause: failure,
  });
}
