import type { Client } from '../connection/connection.ts';
import { type Timeouts, withTimeouts } from '../connection/timeouts.ts';
import { isConcurrent } from './text/classify.ts';

/** The timeouts of a script's statements, in milliseconds; 0 for none. */
export interface ScriptTimeouts {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

/** SQL that sets timeouts for a transaction or for the session; those left out stay as they are. */
export function setTimeouts(timeouts: Timeouts, scope: 'LOCAL' | 'SESSION'): string {
  const { lockTimeoutMs, statementTimeoutMs } = timeouts;
  return [
    ...(lockTimeoutMs === undefined ? [] : [`SET ${scope} lock_timeout = ${lockTimeoutMs}`]),
    ...(statementTimeoutMs === undefined ? [] : [`SET ${scope} statement_timeout = ${statementTimeoutMs}`]),
  ].join('; ');
}

/**
 * What a statement that builds concurrently runs without: while it waits it blocks nobody, and cutting it short leaves
 * an invalid index behind. A timeout that the script sets itself is kept.
 * @param sql the whole script
 * @param statement of it, one
 */
export function concurrentTimeouts(sql: string, statement: string): Timeouts | undefined {
  if (!isConcurrent(statement)) return undefined;
  return {
    ...(/lock_timeout/i.test(sql) ? {} : { lockTimeoutMs: 0 }),
    ...(/statement[_-]timeout/i.test(sql) ? {} : { statementTimeoutMs: 0 }),
  };
}

/** Runs a statement of a script outside of a transaction, with {@link concurrentTimeouts} where it wants that. */
export async function withConcurrentTimeouts<T>(
  client: Client,
  { sql, statement }: { readonly sql: string; readonly statement: string },
  use: () => Promise<T>,
): Promise<T> {
  const timeouts = concurrentTimeouts(sql, statement);
  return timeouts === undefined ? use() : withTimeouts(client, timeouts, use);
}
