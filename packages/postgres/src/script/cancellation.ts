import { setTimeout as sleep } from 'node:timers/promises';

import { cancelOnce, cancelUntil, type CancelledSession, onAbort } from '../connection/cancelled-by.ts';

/** The session that a script runs in, and what ends it. */
export interface Cancellable {
  /** Of its server, to cancel over another connection. */
  readonly url: string;
  /** Process id of the session on the server. */
  readonly pid: number;
  readonly signal: AbortSignal;
}

/**
 * Runs `use` and, when the signal fires meanwhile, has the server cancel the statement under way, so
 * that `use` fails, rolls back and gives its locks back.
 */
export async function withCancellation<T>(
  session: Cancellable | undefined,
  use: () => Promise<T>,
): Promise<T> {
  return session ? onAbort(session.signal, () => cancelOnce(cancelled(session)), use) : use();
}

/** How long a statement that was cancelled is waited for before it is cancelled again, in milliseconds. */
const AGAIN_MS = 500;

/**
 * Runs `use`, which sends statements of a script and nothing else, and cancels until they have ended: the server
 * ignores a request that reaches it between two statements, and a script may catch it.
 * @throws the signal's reason when it has fired already
 */
export async function withRepeatedCancellation<T>(
  session: Cancellable | undefined,
  use: () => Promise<T>,
): Promise<T> {
  if (!session) return use();
  session.signal.throwIfAborted();
  const insist = async (ended: AbortSignal): Promise<void> => {
    // The first request is that of `withCancellation`.
    await sleep(AGAIN_MS, undefined, { signal: ended });
    await cancelUntil(cancelled(session), ended);
  };
  return onAbort(session.signal, insist, use);
}

function cancelled({ url, pid }: Cancellable): CancelledSession {
  return { connection: { url, applicationName: 'agora (cancel)' }, pid };
}
