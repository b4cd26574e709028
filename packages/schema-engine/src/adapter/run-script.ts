import { inTransaction, quoteIdentifier } from '@agora/postgres';
import type pg from 'pg';
import type { ConnectionTarget } from '../connection/connection-url.ts';

/**
 * Runs a migration script as one simple query, so that the server takes it as one implicit transaction (unless it
 * holds its own BEGIN/COMMIT) and no one splits it at a `;` inside a function body. Afterwards the session is as
 * before: no open or aborted transaction, no setting or role of the script's, because the engine goes on to write
 * its history over this connection.
 *
 * @param script may begin with a byte order mark and have any line ends
 * @throws the server's error; SQLSTATE 25001 when the script leaves a transaction open
 */
export async function runScript(client: pg.Client, script: string, target: ConnectionTarget): Promise<void> {
  try {
    await client.query(script.replace(/^\uFEFF/, ''));
  } catch (error) {
    // A script with its own BEGIN leaves an aborted transaction; outside one, ROLLBACK is only a warning.
    await client.query('ROLLBACK').catch(() => {});
    if (changesSession(script)) await restoreSession(client, target).catch(() => {});
    throw error;
  }
  await refuseOpenTransaction(client);
  if (changesSession(script)) await restoreSession(client, target);
}

/** Words by which a script can leave settings behind; a dump of pg_dump begins by emptying search_path. */
function changesSession(script: string): boolean {
  return /\b(set|set_config|reset|discard)\b/i.test(script);
}

async function restoreSession(client: pg.Client, target: ConnectionTarget): Promise<void> {
  await client.query(
    `RESET SESSION AUTHORIZATION; RESET ALL; SET search_path = ${quoteIdentifier(target.schema)}`,
  );
}

async function refuseOpenTransaction(client: pg.Client): Promise<void> {
  if (!inTransaction(client)) return;
  await client.query('ROLLBACK');
  throw Object.assign(new Error('the script begins a transaction and does not end it; it was rolled back'), {
    code: '25001',
    severity: 'ERROR',
    hint: 'Add COMMIT at the end, or remove BEGIN.',
  });
}
