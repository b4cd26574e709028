import type { EnvironmentPolicy } from '@agora/core';
import type { ApplyOptions } from './options.ts';

/** The options of a run: what the caller gave before what the environment says. */
export function runOptions(policy: EnvironmentPolicy | undefined, given: ApplyOptions = {}): ApplyOptions {
  // An option that was left out must not hide the environment's.
  const defined: ApplyOptions = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  if (!policy) return defined;
  const { name, lockTimeoutMs, statementTimeoutMs, lockAttempts, parkMs } = policy;
  return { environment: name, lockTimeoutMs, statementTimeoutMs, lockAttempts, parkMs, ...defined };
}
