import path from 'node:path';

import { AgoraError, isAgoraError } from '@agora/core';
import { describeSqlError, sqlState, type Statement } from '@agora/postgres';

import type { Script } from '../project/folder.ts';

/** What happened to one statement, with its place in the file. */
export function statementError(
  error: unknown,
  name: string,
  script: Script,
  statement: Statement,
): AgoraError {
  if (isAgoraError(error)) return error;
  if (sqlState(error) === undefined) {
    return new AgoraError({
      code: 'migrations.connection_lost',
      message: `The connection was lost while ${name} ran line ${statement.line}.`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Run the same command again: it finds out how far this one came.',
      cause: error,
    });
  }
  const described = describeSqlError(inScript(error, script, statement), script.sql);
  return new AgoraError({
    code: 'migrations.statement_failed',
    message: `${name} failed at ${path.basename(script.path)}:${statement.line}: ${described.message}`,
    why: described.why,
    fix: described.fix ?? `Mend ${script.path} and run the command again.`,
    cause: error,
  });
}

/** A COMMIT that failed: a deferred constraint, or the connection. */
export function commitError(error: unknown, name: string): AgoraError {
  if (isAgoraError(error)) return error;
  const described = describeSqlError(error);
  return new AgoraError({
    code: sqlState(error) === undefined ? 'migrations.connection_lost' : 'migrations.commit_failed',
    message: `${name} failed when its transaction was to be committed: ${described.message}`,
    why: described.why,
    fix: described.fix ?? 'Run the same command again: the migration is applied whole or not at all.',
    cause: error,
  });
}

/** The same error with its position counted from the beginning of the script. */
function inScript(error: unknown, script: Script, statement: Statement): unknown {
  if (!(error instanceof Error) || !('position' in error)) return error;
  const position = Number(error.position);
  if (!Number.isInteger(position)) return error;
  const before = Array.from(script.sql.slice(0, statement.offset)).length;
  return Object.assign(new Error(error.message), error, { position: String(before + position) });
}
