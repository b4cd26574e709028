import { AgoraError } from '@agora/core';
import { describeSqlError, failedWith, serverError, SQLSTATE } from '@agora/postgres';

import type { BackfillProblem } from '../project/backfill-file.ts';

/** A backfill.sql that cannot be read: every problem, each with its line. */
export function badFile(file: string, problems: readonly BackfillProblem[]): AgoraError {
  return new AgoraError({
    code: 'backfill.bad_file',
    message: `${file} cannot be read.`,
    why: problems.map(({ line, problem }) => `line ${line}: ${problem}`).join('\n'),
    fix: 'At the top: "-- agora: backfill <table> by (<key>)" and "-- agora: done when SELECT NOT EXISTS (...)"; then one statement with :batch in its WHERE.',
  });
}

/** What a batch failed with. Of what a function computed nothing is told, since a server's words quote values. */
export function batchFailed(migration: string, error: unknown, place: BatchPlace): unknown {
  const server = serverError(error);
  // The engine tries these again, and has words of its own for them.
  const mayPass = [
    SQLSTATE.lockNotAvailable,
    SQLSTATE.deadlockDetected,
    SQLSTATE.serializationFailure,
  ] as const;
  if (server === undefined || failedWith(error, ...mayPass)) return error;
  if (failedWith(error, SQLSTATE.insufficientPrivilege) && /row-level security/.test(server.message))
    return rowsHidden(migration, server.message, error);
  const fix = `agora migrate backfill run ${migration} goes on where it stopped, once that is mended.`;
  if (place.secret) {
    const parts = [server.schema, server.table, server.column, server.constraint].filter(
      (one) => one !== undefined,
    );
    return new AgoraError({
      code: 'backfill.failed',
      message: `The server refused a batch of the backfill of ${migration}.`,
      why: `SQLSTATE ${server.code}${parts.length > 0 ? `, ${parts.join(', ')}` : ''}. Its words are kept back, since they may quote a row; the server's own log has them.`,
      fix,
    });
  }
  const { message, why } = describeSqlError(error, place.sql);
  return new AgoraError({
    code: 'backfill.failed',
    message: `The server refused ${place.what ?? 'a batch'} of the backfill of ${migration}: ${message}`,
    ...(why === undefined ? {} : { why }),
    fix,
    cause: error,
  });
}

/** Where a batch failed. */
interface BatchPlace {
  /** What was sent, for the place in it. */
  readonly sql?: string | undefined;
  /** Whether values may stand in what the server says, and must not be told. */
  readonly secret: boolean;
  /** Default a batch. */
  readonly what?: string;
}

function rowsHidden(migration: string, why: string, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'backfill.rows_hidden',
    message: `Row-level security hides rows from the role that runs the backfill of ${migration}.`,
    why: `${why}. Rows that it does not see would never be changed.`,
    fix: 'Run it as a role that no policy binds: a superuser, one with BYPASSRLS, or the owner of a table without FORCE.',
    cause,
  });
}

/** The function of a module threw: which error, and where, but none of its words, which may quote a row. */
export function functionFailed(migration: string, file: string, error: unknown): AgoraError {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const place = /((?:backfill|[\w-]+)\.(?:[cm]?[jt]s):\d+(?::\d+)?)/.exec(
    stack.split('\n').slice(1).join('\n'),
  )?.[1];
  return new AgoraError({
    code: 'backfill.function_failed',
    message: `The function of ${file} failed on a row of ${migration}.`,
    why: `It threw ${name}${place === undefined ? '' : ` at ${place}`}. Its words are kept back, since they may quote the row.`,
    fix: 'Make it accept every row that is there. The batch was rolled back; those before it stay.',
  });
}

/** `done when` is not true, although every row was met. */
export function notDone(migration: string, why: string): AgoraError {
  return new AgoraError({
    code: 'backfill.not_done',
    message: `The backfill of ${migration} has met every row, and its "done when" query is still not true.`,
    why,
    fix: `Look at the rows that are left, then: agora migrate backfill run ${migration}`,
  });
}
