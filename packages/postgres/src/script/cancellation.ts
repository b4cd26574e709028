import { setTimeout as sleep } from 'node:timers/promises';

import { withConnection } from '../connection/connection.ts';

/** The session that a script runs in, and what ends it. */
export interface Cancellable {
  /** Of its server, to cancel over another connection. */
  readonly url: string;
  /** Process id of the session on the server. */
  readonly pid: number;
  readonly signal: AbortSignal;
}

const applicationName = 'agora (cancel)';

/**
 * Runs `use` and, when the signal fires meanwhile, has the server cancel the statement under way, so
 * that `use` fails, rolls back and gives its locks back.
 */
export async function withCancellation<T>(
  session: Cancellable | undefined,
  use: () => Promise<T>,
): Promise<T> {
  if (!session) return use();
  const { url, pid, signal } = session;
  let cancelled: Promise<unknown> | undefined;
  const cancel = (): void => {
    cancelled = withConnection({ url, applicationName }, (other) =>
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
 * @throws the signal's reason when it has fired already
 */
export async function withInsistence<T>(session: Cancellable | undefined, use: () => Promise<T>): Promise<T> {
  if (!session) return use();
  const { signal } = session;
  signal.throwIfAborted();
  const ended = new AbortController();
  let insisting: Promise<unknown> | undefined;
  const insist = (): void => {
    insisting = cancelUntil(ended.signal, session).catch(() => undefined);
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
async function cancelUntil(ended: AbortSignal, { url, pid }: Cancellable): Promise<void> {
  const pause = (): Promise<void> => sleep(AGAIN_MS, undefined, { signal: ended });
  await pause();
  await withConnection({ url, applicationName }, async (other) => {
    while (!ended.aborted) {
      await other.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]);
      await pause();
    }
  });
}
