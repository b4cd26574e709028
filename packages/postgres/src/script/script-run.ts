import type { Client } from '../connection/connection.ts';
import { type RetryOptions, retryOnLockTimeout, retryOnSerializationFailure } from '../connection/retry.ts';
import { failedWith } from '../errors/server-error.ts';
import { SQLSTATE } from '../errors/sqlstate.ts';
import type { Cancellable } from './cancellation.ts';
import type { Recorder } from './recorder.ts';
import { ScriptFailure } from './script-failure.ts';
import type { ScriptPlan } from './script-plan.ts';
import type { Statement } from './text/statements.ts';
import { type ScriptTimeouts, setTimeouts } from './timeouts.ts';

/** A script, and how it is to run. */
export interface ScriptRun {
  readonly client: Client;
  /** Its whole text, without a byte order mark. */
  readonly sql: string;
  /** All of its statements. */
  readonly statements: readonly Statement[];
  readonly plan: ScriptPlan;
  /** An earlier run has begun it unit by unit, and so it goes on. */
  readonly resumed?: boolean | undefined;
  /** For its statements; those of the session unless given. */
  readonly timeouts?: ScriptTimeouts | undefined;
  /** What the session is put back to afterwards, as SQL: see `resetSql`. */
  readonly sessionSettings?: readonly string[] | undefined;
  /**
   * How often a transaction is tried that does not get its locks; once unless given. With `lockTimeoutMs`, the lock_timeout
   * of the session, the first attempts wait shorter: see {@link lockWaitSql}. `deadlockTimeoutMs` is the server's
   * deadlock_timeout; a second unless given.
   */
  readonly retry?:
    | (Pick<RetryOptions, 'attempts'> & {
        readonly lockTimeoutMs?: number | undefined;
        readonly deadlockTimeoutMs?: number | undefined;
      })
    | undefined;
  readonly cancellable?: Cancellable | undefined;
  readonly recorder: Recorder;
}

/** Why a script has to run unit by unit after all, or undefined when the error says nothing like it. */
export function refusal(error: unknown): string | undefined {
  if (!(error instanceof ScriptFailure)) return undefined;
  if (failedWith(error, SQLSTATE.activeSqlTransaction))
    return 'a statement in it cannot run inside a transaction';
  if (failedWith(error, SQLSTATE.unsafeNewEnumValueUsage)) return 'it uses an enum value that it adds itself';
  if (failedWith(error, SQLSTATE.invalidTransactionTermination)) return 'a procedure in it commits';
  return undefined;
}

/** How often a transaction is run again that could not be put in an order with others. */
const SERIALIZATION_ATTEMPTS = 3;

/**
 * Tries a whole transaction, or a whole statement outside one, until it gets its locks. Nothing is held
 * between two attempts, so the others pass.
 */
export function withRetries<T>(run: ScriptRun, attempt: (n: number) => Promise<T>): Promise<T> {
  const once = (n: number): Promise<T> => {
    run.recorder.attempt?.();
    return attempt(n);
  };
  if (run.retry === undefined) return once(1);
  const options: RetryOptions = {
    ...run.retry,
    signal: run.cancellable?.signal,
    onRetry: (info) => run.recorder.retry?.(info),
  };
  return retryOnSerializationFailure(() => retryOnLockTimeout(once, options), {
    ...options,
    attempts: SERIALIZATION_ATTEMPTS,
  });
}

/** How long the first attempt waits for a lock, in milliseconds; each one after it twice as long. */
const FIRST_LOCK_WAIT_MS = 100;
/**
 * The longest wait of a script that may hold a lock while it waits for another, as a share of deadlock_timeout: after that
 * the server looks for deadlocks, and might end the transaction of somebody else.
 */
const HOLDING_SHARE = 0.4;
const DEADLOCK_TIMEOUT_MS = 1000;
/** Words of one statement that may lock a second table: that of a foreign key, a partition or its whole, what depends on it. */
const SEVERAL_TABLES =
  /\b(?:references|drop|validate|attach|detach|inherit|truncate|cascade|alter\s+column\b[^]*\btype)\b/i;

/**
 * SQL that bounds how long the nth attempt of a transaction waits for a lock: everybody who comes after it waits as long,
 * so the first give way soon. Nothing where the script sets lock_timeout itself, or waits for ever.
 */
export function lockWaitSql(
  { sql, statements, retry, timeouts }: Pick<ScriptRun, 'sql' | 'statements' | 'retry' | 'timeouts'>,
  n: number,
): readonly string[] {
  const longest = timeouts?.lockTimeoutMs ?? retry?.lockTimeoutMs ?? 0;
  const holding = statements.length > 1 || SEVERAL_TABLES.test(sql);
  const deadlockTimeoutMs = retry?.deadlockTimeoutMs ?? DEADLOCK_TIMEOUT_MS;
  const most = holding ? Math.max(1, Math.floor(deadlockTimeoutMs * HOLDING_SHARE)) : Infinity;
  const wait = Math.min(FIRST_LOCK_WAIT_MS * 2 ** (n - 1), most);
  if (wait >= longest || /lock_timeout/i.test(sql)) return [];
  return [setTimeouts({ lockTimeoutMs: wait }, 'LOCAL')];
}
