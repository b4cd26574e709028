import { AgoraError } from '@agora/core';

/** @throws AgoraError `migrations.interrupted` once the signal has fired */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted(signal.reason);
}

/** The error of a run that was stopped on request. */
export function interrupted(cause: unknown): AgoraError {
  return new AgoraError({
    code: 'migrations.interrupted',
    message: 'Stopped on request.',
    why: 'The transaction under way was rolled back; what came before it stays.',
    fix: 'Run the same command again to go on.',
    cause,
  });
}
