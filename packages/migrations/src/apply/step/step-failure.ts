import path from 'node:path';

import { AgoraError } from '@agora/core';
import { describeSqlError, failedWith, ScriptFailure, SQLSTATE, sqlState } from '@agora/postgres';

import type { Script } from '../../project/folder.ts';

/** What happened to a script, with its place in the file; other errors as they are. */
export function describeStepFailure(error: unknown, name: string, script: Script): unknown {
  if (!(error instanceof ScriptFailure)) return error;
  const { cause, statement } = error;
  const lost =
    sqlState(cause) === undefined || failedWith(cause, SQLSTATE.adminShutdown, SQLSTATE.crashShutdown);
  if (statement === undefined) {
    const described = describeSqlError(cause);
    return new AgoraError({
      code: lost ? 'migrations.connection_lost' : 'migrations.commit_failed',
      message: `${name} failed when its transaction was to be committed: ${described.message}`,
      why: described.why,
      fix: described.fix ?? 'Run the same command again: the migration is applied whole or not at all.',
      cause,
    });
  }
  if (lost) {
    return new AgoraError({
      code: 'migrations.connection_lost',
      message: `The connection was lost while ${name} ran line ${statement.line}.`,
      why: error.message,
      fix: 'Run the same command again: it finds out how far this one came.',
      cause,
    });
  }
  const described = describeSqlError(cause, script.sql);
  return new AgoraError({
    code: 'migrations.statement_failed',
    message: `${name} failed at ${path.basename(script.path)}:${statement.line}: ${described.message}`,
    why: described.why,
    fix: described.fix ?? `Mend ${script.path} and run the command again.`,
    cause,
  });
}
