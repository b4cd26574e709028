import {
  planScript,
  quoteIdentifier,
  runScript as run,
  ScriptFailure,
  splitStatements,
} from '@agora/postgres';
import type pg from 'pg';
import type { ConnectionTarget } from '@agora/postgres';
import { isServerError } from '../connection/database-error.ts';

/**
 * Runs a script that the engine or `db execute` sends: in one transaction or, where the server cannot, statement by
 * statement, as the native engine always does. Afterwards no transaction is open and no setting or role of the script's is
 * left: the engine writes its history over this connection.
 * @param script may begin with a byte order mark and have any line ends
 * @throws the server's error, placed in the script; SQLSTATE 25001 when the script leaves a transaction open
 */
export async function runScript(client: pg.Client, script: string, target: ConnectionTarget): Promise<void> {
  const sql = script.replace(/^\uFEFF/, '');
  const statements = splitStatements(sql);
  try {
    await run({
      client,
      sql,
      statements,
      plan: planScript(statements),
      sessionSettings: [`SET search_path = ${quoteIdentifier(target.schema)}`],
      recorder: {},
    });
  } catch (error) {
    throw error instanceof ScriptFailure ? withWhatStays(error) : error;
  }
}

/** The server's error; where some of the script is committed, its hint says how much. */
function withWhatStays({ cause, committed, total }: ScriptFailure): unknown {
  if (!isServerError(cause) || committed === 0) return cause;
  const stays = `This script cannot run in one transaction, so the first ${committed} of its ${total} statements stay applied.`;
  return Object.assign(cause, { hint: [cause.hint, stays].filter(Boolean).join(' ') });
}
