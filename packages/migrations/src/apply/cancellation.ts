import { AgoraError, type Client, withConnection } from '@agora/postgres';

/**
 * Runs `use` and, when the signal fires meanwhile, has the server cancel the statement under way, so
 * that `use` fails, rolls back and gives its locks back.
 */
export async function withCancellation<T>(
  client: Client,
  url: string,
  signal: AbortSignal | undefined,
  use: () => Promise<T>,
): Promise<T> {
  if (!signal) return use();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  const pid = rows[0]?.pid;
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
