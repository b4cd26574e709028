import { failedWith } from '../errors/server-error.ts';
import { SQLSTATE } from '../errors/sqlstate.ts';
import { type Client } from './connection.ts';
import { releaseAfter } from './release-after.ts';
import { inTransaction } from './transaction.ts';

/** Timeouts in milliseconds; 0 turns one off; one that is left out stays as it is. */
export interface Timeouts {
  lockTimeoutMs?: number | undefined;
  statementTimeoutMs?: number | undefined;
}

/**
 * Runs `use` with other timeouts and puts the former ones back. Inside a transaction they are local
 * to it (SET LOCAL), so that they cannot outlive a rollback; outside they are set for the session.
 */
export async function withTimeouts<T>(client: Client, timeouts: Timeouts, use: () => Promise<T>): Promise<T> {
  const local = inTransaction(client);
  const wanted = settings(timeouts);
  const former = await exchange(client, wanted, local);
  // In a failed transaction this is refused, and needless: its rollback puts the settings back.
  return releaseAfter(use, () => restore(client, former, local));
}

/** How often a session's settings are put back that the statement timeout itself keeps from it. */
const RESTORES = 50;

/** Until it is put back, a short statement timeout holds for what puts it back, too. */
async function restore(client: Client, former: Map<string, string>, local: boolean): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await exchange(client, former, local);
      return;
    } catch (error) {
      // A transaction has failed with that statement, and its end puts the settings back.
      if (local || !failedWith(error, SQLSTATE.queryCanceled) || attempt >= RESTORES) throw error;
    }
  }
}

function settings(timeouts: Timeouts): Map<string, string> {
  const wanted = new Map<string, string>();
  if (timeouts.lockTimeoutMs !== undefined)
    wanted.set('lock_timeout', `${Math.round(timeouts.lockTimeoutMs)}ms`);
  if (timeouts.statementTimeoutMs !== undefined) {
    wanted.set('statement_timeout', `${Math.round(timeouts.statementTimeoutMs)}ms`);
  }
  return wanted;
}

/** Sets each setting and returns what stood there before. */
async function exchange(
  client: Client,
  wanted: Map<string, string>,
  local: boolean,
): Promise<Map<string, string>> {
  const former = new Map<string, string>();
  for (const [name, value] of wanted) {
    const { rows } = await client.query<{ former: string }>(
      'SELECT former FROM (SELECT pg_catalog.current_setting($1) AS former OFFSET 0) AS before, pg_catalog.set_config($1, $2, $3)',
      [name, value, local],
    );
    former.set(name, rows[0]?.former ?? '0');
  }
  return former;
}
