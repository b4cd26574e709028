import { retryOnLockTimeout, retryOnSerializationFailure } from '@agora/postgres';

import type { StepRun } from './step-run.ts';

/**
 * Tries a whole transaction, or a whole statement outside one, until it gets its locks. Nothing is held
 * between two attempts, so the others pass.
 */
export async function withLockRetries<T>(run: StepRun, attempt: () => Promise<T>): Promise<T> {
  const { lockAttempts, signal, onEvent } = run.options;
  const kept = run.statements.length;
  let began = performance.now();
  const onRetry = ({ attempt: n, delayMs }: { attempt: number; delayMs: number }): void => {
    run.lockRetries += 1;
    run.lockWaitMs += performance.now() - began + delayMs;
    onEvent?.({ kind: 'lock-retry', name: run.step.name, attempt: n, delayMs });
  };
  const once = (): Promise<T> => {
    began = performance.now();
    run.statements.length = kept;
    return attempt();
  };
  const options = { attempts: lockAttempts ?? 10, signal, onRetry };
  return retryOnSerializationFailure(() => retryOnLockTimeout(once, options), { ...options, attempts: 3 });
}
