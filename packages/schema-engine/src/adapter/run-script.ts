import {
  failedWith,
  inTransaction,
  quoteIdentifier,
  refusesTransaction,
  splitStatements,
  SQLSTATE,
  type Statement,
  transactionControl,
} from '@agora/postgres';
import type pg from 'pg';
import type { ConnectionTarget } from '../connection/connection-url.ts';
import { isServerError } from '../connection/database-error.ts';

/**
 * Runs a migration script: as one simple query, which the server takes as one implicit transaction (unless the script
 * holds its own BEGIN/COMMIT), and where the server cannot, statement by statement, as the native engine always does.
 * Afterwards the session is as before: no open or aborted transaction, no setting or role of the script's, because
 * the engine goes on to write its history over this connection.
 *
 * @param script may begin with a byte order mark and have any line ends
 * @throws the server's error; SQLSTATE 25001 when the script leaves a transaction open
 */
export async function runScript(client: pg.Client, script: string, target: ConnectionTarget): Promise<void> {
  const text = script.replace(/^\uFEFF/, '');
  try {
    await send(client, text);
  } catch (error) {
    // A script with its own BEGIN leaves an aborted transaction; outside one, ROLLBACK is only a warning.
    await client.query('ROLLBACK').catch(() => {});
    if (changesSession(script)) await restoreSession(client, target).catch(() => {});
    throw error;
  }
  await refuseOpenTransaction(client);
  if (changesSession(script)) await restoreSession(client, target);
}

async function send(client: pg.Client, text: string): Promise<void> {
  const statements = splitStatements(text);
  const alone = statements.length < 2;
  if (!alone && statements.some((statement) => refusesTransaction(statement.text)))
    return sendEach(client, text, statements);
  try {
    await client.query(text);
  } catch (error) {
    // With a COMMIT in the script part of it may have been applied: a second run would meet that.
    const undone = statements.every((statement) => transactionControl(statement.text) === undefined);
    if (alone || !undone || !needsOwnTransactions(error)) throw error;
    await sendEach(client, text, statements);
  }
}

/**
 * A statement refuses a transaction block (seen only by running it), an enum's value is used in the transaction that
 * added it, or a procedure commits.
 */
function needsOwnTransactions(error: unknown): boolean {
  return failedWith(
    error,
    SQLSTATE.activeSqlTransaction,
    SQLSTATE.unsafeNewEnumValueUsage,
    SQLSTATE.invalidTransactionTermination,
  );
}

/** What went through stays, unless the script's own BEGIN is open: the error says how far that was. */
async function sendEach(client: pg.Client, text: string, statements: readonly Statement[]): Promise<void> {
  let applied = 0;
  for (const [index, statement] of statements.entries()) {
    try {
      await client.query(statement.text);
    } catch (error) {
      throw inScript(error, text, statement, applied, statements.length);
    }
    if (!inTransaction(client)) applied = index + 1;
  }
}

/** The error of one statement, with its place in the whole script. */
function inScript(
  error: unknown,
  text: string,
  statement: Statement,
  applied: number,
  total: number,
): unknown {
  if (!isServerError(error)) return error;
  // The server counts characters, from 1.
  const before = Array.from(text.slice(0, statement.offset)).length;
  const position = String(before + Number(error.position ?? 1));
  const stays =
    applied === 0
      ? []
      : [
          `This script cannot run in one transaction, so the first ${applied} of its ${total} statements stay applied.`,
        ];
  const hint = [error.hint, ...stays].filter(Boolean).join(' ');
  return Object.assign(error, { position }, hint === '' ? {} : { hint });
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
    code: SQLSTATE.activeSqlTransaction,
    severity: 'ERROR',
    hint: 'Add COMMIT at the end, or remove BEGIN.',
  });
}
