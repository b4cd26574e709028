import { setTimeout as sleep } from 'node:timers/promises';
import { failedWith } from '../errors/server-error.ts';
import { SQLSTATE } from '../errors/sqlstate.ts';

/** What a retry reports before it waits. */
export interface RetryInfo {
  /** The attempt that failed, counted from 1. */
  attempt: number;
  attempts: number;
  /** Milliseconds until the next attempt. */
  delayMs: number;
  error: unknown;
}

/** How to retry. */
export interface RetryOptions {
  /** All attempts, the first included; default 10. */
  attempts?: number | undefined;
  /** Milliseconds; the first delay is at most this; default 100. */
  baseDelayMs?: number | undefined;
  /** Milliseconds; no delay is longer; default 5000. */
  maxDelayMs?: number | undefined;
  /** A number in [0, 1); default Math.random. */
  random?: (() => number) | undefined;
  onRetry?: ((info: RetryInfo) => void) | undefined;
  /** Ends the waiting; the signal's reason is thrown. */
  signal?: AbortSignal | undefined;
}

/**
 * Repeats `attempt` while it fails on lock_timeout (55P03), so that a statement that queues behind a
 * long transaction steps aside and lets the others pass. The last error is thrown as it is.
 */
export function retryOnLockTimeout<T>(
  attempt: (n: number) => Promise<T>,
  options?: RetryOptions,
): Promise<T> {
  return retry(attempt, (error) => failedWith(error, SQLSTATE.lockNotAvailable), options);
}

/**
 * Repeats `attempt`, a whole transaction, while it fails on a serialization failure (40001) or a
 * deadlock (40P01). The last error is thrown as it is.
 */
export function retryOnSerializationFailure<T>(
  attempt: (n: number) => Promise<T>,
  options?: RetryOptions,
): Promise<T> {
  return retry(
    attempt,
    (error) => failedWith(error, SQLSTATE.serializationFailure, SQLSTATE.deadlockDetected),
    options,
  );
}

async function retry<T>(
  attempt: (n: number) => Promise<T>,
  mayPass: (error: unknown) => boolean,
  options: RetryOptions = {},
): Promise<T> {
  const attempts = options.attempts ?? 10;
  for (let n = 1; ; n += 1) {
    options.signal?.throwIfAborted();
    try {
      return await attempt(n);
    } catch (error) {
      if (n >= attempts || !mayPass(error)) throw error;
      const delayMs = delay(n, options);
      options.onRetry?.({ attempt: n, attempts, delayMs, error });
      await pause(delayMs, options.signal);
    }
  }
}

/** "Full jitter": uniform between nothing and the exponential bound, which spreads contenders best (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
function delay(n: number, options: RetryOptions): number {
  const bound = Math.min(options.maxDelayMs ?? 5000, (options.baseDelayMs ?? 100) * 2 ** (n - 1));
  return Math.round((options.random ?? Math.random)() * bound);
}

async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(delayMs, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
