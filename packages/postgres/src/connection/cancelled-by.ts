import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, type ConnectionOptions, withConnection } from './connection.ts';

/** How long a query that was cancelled is waited for before it is cancelled again, in milliseconds. */
const CANCEL_EVERY_MS = 250;

/**
 * Runs `use`; when the signal aborts, the query that runs then is cancelled: it may be minutes from its end.
 * @param connection how `client` was connected
 * @throws the signal's reason, once it has aborted and `use` has failed
 */
export async function cancelledBy<T>(
  signal: AbortSignal | undefined,
  connection: ConnectionOptions,
  client: Client,
  use: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return use();
  signal.throwIfAborted();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  signal.throwIfAborted();
  const session = { connection, pid: rows[0]!.pid };
  try {
    return await onAbort(signal, (ended) => cancelUntil(session, ended), use);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** A session, as another connection cancels what it runs. */
export interface CancelledSession {
  /** To the same server. */
  readonly connection: ConnectionOptions;
  /** Process id of the session on the server. */
  readonly pid: number;
}

/**
 * Runs `use`; when the signal aborts meanwhile, `cancel` runs beside it, and is waited for, so that what is sent after
 * `use`, such as ROLLBACK, is not cancelled. What fails in it is nobody's concern.
 * @param cancel gets a signal that aborts when `use` has ended
 */
export async function onAbort<T>(
  signal: AbortSignal,
  cancel: (ended: AbortSignal) => Promise<void>,
  use: () => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  let cancelling: Promise<void> = Promise.resolve();
  const begin = (): void => {
    cancelling = cancel(ended.signal);
  };
  signal.addEventListener('abort', begin, { once: true });
  try {
    return await use();
  } finally {
    signal.removeEventListener('abort', begin);
    ended.abort();
    await Promise.allSettled([cancelling]);
  }
}

/** Cancels what a session runs, once. */
export async function cancelOnce({ connection, pid }: CancelledSession): Promise<void> {
  await withConnection(connection, (client) => cancel(client, pid));
}

/** Again and again: the server forgets a request that reaches the session between two queries. */
export async function cancelUntil({ connection, pid }: CancelledSession, ended: AbortSignal): Promise<void> {
  await withConnection(connection, async (client) => {
    while (!ended.aborted) {
      await cancel(client, pid);
      await sleep(CANCEL_EVERY_MS, undefined, { signal: ended }).catch(() => undefined);
    }
  });
}

async function cancel(client: Client, pid: number): Promise<void> {
  await client.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]);
}
