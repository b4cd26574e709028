import { setTimeout as sleep } from 'node:timers/promises';

import { AgoraError } from '@agora/core';
import { withConnection } from '@agora/postgres';

/** Where statements run: the server, and the process there that runs them. */
interface Worker {
  readonly url: string;
  readonly pid: number;
}

/**
 * Runs `use` and, when the signal fires meanwhile, has the server cancel the statement under way, so
 * that `use` fails, rolls back and gives its locks back.
 */
export async function withCancellation<T>(
  { url, pid }: Worker,
  signal: AbortSignal | undefined,
  use: () => Promise<T>,
): Promise<T> {
  if (!signal) return use();
  let cancelled: Promise<unknown> | undefined;
  const cancel = (): void => {
    cancelled = withConnection({ url, applicationName: 'agora migrate (cancel)' }, (other) =>
      other.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]),
    ).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await use();
  } finally {
    signal.removeEventListener('abort', cancel);
    await cancelled;
  }
}

/** How long a statement that was cancelled is waited for before it is cancelled again, in milliseconds. */
const AGAIN_MS = 500;

/**
 * Runs `use`, which sends statements of a script and nothing else, and cancels until they have ended: the server
 * ignores a request that reaches it between two statements, and a script may catch it.
 * @throws AgoraError `migrations.interrupted` when the signal has fired already
 */
export async function withInsistence<T>(
  { url, pid }: Worker,
  signal: AbortSignal | undefined,
  use: () => Promise<T>,
): Promise<T> {
  if (!signal) return use();
  throwIfInterrupted(signal);
  const ended = new AbortController();
  let insisting: Promise<unknown> | undefined;
  const insist = (): void => {
    insisting = cancelUntil(ended.signal, url, pid).catch(() => undefined);
  };
  signal.addEventListener('abort', insist, { once: true });
  try {
    return await use();
  } finally {
    signal.removeEventListener('abort', insist);
    ended.abort();
    // What is sent next, such as ROLLBACK, is not meant.
    await insisting;
  }
}

/** The first request is that of `withCancellation`. */
async function cancelUntil(ended: AbortSignal, url: string, pid: number): Promise<void> {
  const pause = (): Promise<void> => sleep(AGAIN_MS, undefined, { signal: ended });
  await pause();
  await withConnection({ url, applicationName: 'agora migrate (cancel)' }, async (other) => {
    while (!ended.aborted) {
      await other.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]);
      await pause();
    }
  });
}

/** @throws AgoraError `migrations.interrupted` once the signal has fired */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted(signal.reason);
}

export function interrupted(cause: unknown): AgoraError {
  return new AgoraError({
    code: 'migrations.interrupted',
    message: 'Stopped on request.',
    why: 'The transaction under way was rolled back; what came before it stays.',
    fix: 'Run the same command again to go on.',
    cause,
  });
}
