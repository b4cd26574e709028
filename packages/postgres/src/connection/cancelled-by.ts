import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, type ConnectionOptions, withConnection } from './connection.ts';

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
  const over = new AbortController();
  let cancelling: Promise<unknown> = Promise.resolve();
  const cancel = (): void => {
    cancelling = withConnection(connection, (other) => cancelUntil(other, rows[0]!.pid, over.signal));
  };
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await use();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    over.abort();
    await Promise.allSettled([cancelling]);
  }
}

/** Again and again: the server forgets a cancellation that reaches the session before its next query does. */
async function cancelUntil(client: Client, pid: number, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await client.query('SELECT pg_cancel_backend($1)', [pid]);
    await sleep(CANCEL_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
  }
}
