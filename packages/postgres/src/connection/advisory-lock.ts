import { setTimeout as sleep } from 'node:timers/promises';
import { AgoraError } from '@agora/core';
import { sqlState } from '../errors/server-error.ts';
import { type Client } from './connection.ts';
import { assertOwnSession } from './pooled.ts';
import { releaseAfter } from './release-after.ts';

/** How to wait for an advisory lock. */
export interface AdvisoryLockOptions {
  /** Milliseconds to wait at most; 0, the default, tries once. */
  waitMs?: number | undefined;
  /** Milliseconds between attempts; default 100. */
  pollMs?: number | undefined;
  /** Called once, when the first attempt failed and waiting begins. */
  onWait?: (() => void) | undefined;
}

/**
 * Holds a session-level advisory lock while `use` runs, on a direct connection: through a transaction pooler the lock would
 * stay with a session that others use. It ends with the connection. Waiting is polling: a session that waits inside the
 * server holds a snapshot, for which the holder's CREATE INDEX CONCURRENTLY would wait in turn.
 * @param key any 64-bit signed integer
 * @throws postgres.lock_not_available, postgres.pooled_connection
 */
export async function withAdvisoryLock<T>(
  client: Client,
  key: number | bigint,
  use: () => Promise<T>,
  options: AdvisoryLockOptions = {},
): Promise<T> {
  await assertOwnSession(client);
  await acquire(client, BigInt(key), options);
  // In a failed transaction the server refuses to unlock; the end of the session does it then.
  return releaseAfter(use, () => release(client, BigInt(key)));
}

async function acquire(client: Client, key: bigint, options: AdvisoryLockOptions): Promise<void> {
  const deadline = performance.now() + (options.waitMs ?? 0);
  const pollMs = options.pollMs ?? 100;
  let notified = false;
  while (!(await tryLock(client, key))) {
    const left = deadline - performance.now();
    if (left <= 0) throw notAvailable(key, await holder(client, key), options.waitMs ?? 0);
    if (!notified) options.onWait?.();
    notified = true;
    await sleep(Math.min(pollMs, left));
  }
}

async function tryLock(client: Client, key: bigint): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'SELECT pg_catalog.pg_try_advisory_lock($1::bigint) AS locked',
    [key.toString()],
  );
  return rows[0]?.locked === true;
}

async function release(client: Client, key: bigint): Promise<void> {
  try {
    await client.query('SELECT pg_catalog.pg_advisory_unlock($1::bigint)', [key.toString()]);
  } catch (error) {
    // Of a lost connection: the lock has ended with it, and what was done counts.
    if (sqlState(error) !== undefined) throw error;
  }
}

/** Who holds the lock, in words; pg_locks keeps the key as two halves of 32 bits. */
async function holder(client: Client, key: bigint): Promise<string> {
  const { rows } = await client.query<{ pid: number; application_name: string; since: string }>(
    `SELECT l.pid, a.application_name, to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ') AS since
       FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND l.classid = (($1::bigint >> 32) & 4294967295)::oid AND l.objid = ($1::bigint & 4294967295)::oid`,
    [key.toString()],
  );
  const found = rows[0];
  if (found === undefined) return 'Another session held it a moment ago.';
  const name = found.application_name ? ` (${found.application_name})` : '';
  return `Session ${found.pid}${name}, connected since ${found.since}, holds it.`;
}

function notAvailable(key: bigint, why: string, waitedMs: number): AgoraError {
  return new AgoraError({
    code: 'postgres.lock_not_available',
    message: `The advisory lock ${key} is taken${waitedMs > 0 ? `; waited ${waitedMs} ms` : ''}.`,
    why,
    fix: 'Wait until the other process is done and try again. If it hangs: SELECT pg_terminate_backend(<session>).',
  });
}
