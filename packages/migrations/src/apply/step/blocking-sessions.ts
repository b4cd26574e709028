import { AgoraError } from '@agora/core';

import type { StepRun } from './step-run.ts';

/** A migration that never got its locks: what was tried, and which transactions have been open longest. */
export async function describeLockTimeout(run: StepRun, error: unknown): Promise<AgoraError> {
  const inner = error instanceof Error ? error.message : String(error);
  return new AgoraError({
    code: 'migrations.lock_timeout',
    message: `${run.step.name} did not get its locks in ${run.lockRetries + 1} attempts and gave way.`,
    why: [inner, ...(await openTransactions(run))].join('\n'),
    fix: 'Nothing was changed. Try again when the transactions above are done, or end one: SELECT pg_terminate_backend(<session>).',
    cause: error,
  });
}

async function openTransactions(run: StepRun): Promise<string[]> {
  try {
    const { rows } = await run.session.client.query<{ line: string }>(
      `SELECT pg_catalog.format('session %s (%s) has a transaction open for %s s: %s', pid,
                COALESCE(NULLIF(application_name, ''), usename), EXTRACT(epoch FROM pg_catalog.now() - xact_start)::int,
                pg_catalog.left(pg_catalog.regexp_replace(query, '\\s+', ' ', 'g'), 80)) AS line
         FROM pg_catalog.pg_stat_activity
        WHERE datname = pg_catalog.current_database() AND xact_start IS NOT NULL AND pid <> pg_catalog.pg_backend_pid()
        ORDER BY xact_start LIMIT 3`,
    );
    return rows.map((row) => row.line);
  } catch {
    // This only explains; a role that may not look, or a lost connection, must not hide the error itself.
    return [];
  }
}
