import { type Client, isConcurrent, withTimeouts } from '@agora/postgres';

import { directivesOf } from '../project/directives.ts';
import type { Script } from '../project/folder.ts';
import { type ApplyOptions, DEFAULT_LOCK_TIMEOUT_MS } from './options.ts';

export interface ScriptTimeouts {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

/** The timeouts of a run. */
export function timeoutsOf(options: ApplyOptions): ScriptTimeouts {
  return {
    lockTimeoutMs: options.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
    statementTimeoutMs: options.statementTimeoutMs ?? 0,
  };
}

/** The timeouts of a script: its own directives before those of the run. */
export function scriptTimeouts(script: Script, options: ApplyOptions): ScriptTimeouts {
  const { lockTimeoutMs, statementTimeoutMs } = timeoutsOf(options);
  return {
    lockTimeoutMs: directivesOf(script.directives, 'lock-timeout').at(-1)?.milliseconds ?? lockTimeoutMs,
    statementTimeoutMs:
      directivesOf(script.directives, 'statement-timeout').at(-1)?.milliseconds ?? statementTimeoutMs,
  };
}

/** SQL that sets them for a transaction or for the session. */
export function setTimeouts(timeouts: ScriptTimeouts, scope: 'LOCAL' | 'SESSION'): string {
  return `SET ${scope} lock_timeout = ${timeouts.lockTimeoutMs}; SET ${scope} statement_timeout = ${timeouts.statementTimeoutMs}`;
}

/**
 * Runs a statement that builds concurrently without timeouts: while it waits it blocks nobody, and
 * cutting it short leaves an invalid index behind. A timeout that the script sets itself is kept.
 */
export async function withPatience<T>(
  client: Client,
  script: Script,
  text: string,
  use: () => Promise<T>,
): Promise<T> {
  if (!isConcurrent(text)) return use();
  return withTimeouts(
    client,
    {
      ...(/lock_timeout/i.test(script.sql) ? {} : { lockTimeoutMs: 0 }),
      ...(/statement_timeout/i.test(script.sql) ||
      directivesOf(script.directives, 'statement-timeout').length > 0
        ? {}
        : { statementTimeoutMs: 0 }),
    },
    use,
  );
}
