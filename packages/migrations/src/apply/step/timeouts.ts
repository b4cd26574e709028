import type { ScriptTimeouts } from '@agora/postgres';

import { directivesOf } from '../../project/directives.ts';
import type { Script } from '../../project/folder.ts';
import { type ApplyOptions, DEFAULT_LOCK_TIMEOUT_MS } from '../options.ts';

/** The timeouts of a run. */
export function timeoutsOf(
  options: Pick<ApplyOptions, 'lockTimeoutMs' | 'statementTimeoutMs'>,
): ScriptTimeouts {
  return {
    lockTimeoutMs: options.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
    statementTimeoutMs: options.statementTimeoutMs ?? 0,
  };
}

/** The timeouts of a script: its own directives before those of the run. */
export function scriptTimeouts(script: Script, run: ScriptTimeouts): ScriptTimeouts {
  const { lockTimeoutMs, statementTimeoutMs } = run;
  return {
    lockTimeoutMs: directivesOf(script.directives, 'lock-timeout').at(-1)?.milliseconds ?? lockTimeoutMs,
    statementTimeoutMs:
      directivesOf(script.directives, 'statement-timeout').at(-1)?.milliseconds ?? statementTimeoutMs,
  };
}
