import { AgoraError, withConnection } from '@agora/postgres';

import type { Session } from './session.ts';

/**
 * Runs `use` and, when the signal fires meanwhile, has the server cancel the statement under way, so
 * that `use` fails, rolls back and gives its locks back.
 */
export async function withCancellation<T>(
  { url, pid }: Pick<Session, 'url' | 'pid'>,
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
