import { AgoraError } from '@agora/core';
import type { Client, Statement } from '@agora/postgres';

import type { Step } from '../plan/plan.ts';
import { LOCK_KEY, prismaTable } from '../history/prisma-table.ts';
import type { Session } from './session.ts';

/** Whether a statement says that it lets go of the session's advisory locks. */
export function mayUnlock({ text }: Pick<Statement, 'text'>): boolean {
  return /\bpg_advisory_unlock|\bdiscard\s+all\b/i.test(text);
}

/** Holds the lock of migration runs to the end of the transaction as well: nothing lets go of that before. */
export async function holdThroughTransaction(client: Client): Promise<void> {
  await client.query('SELECT pg_catalog.pg_try_advisory_xact_lock($1::bigint)', [LOCK_KEY]);
}

/**
 * Takes the lock of migration runs again where a script has let go of it.
 * @param name of the migration that has run
 * @param rest what is to run under the lock yet
 * @throws AgoraError `migrations.lock_released` when another run had it meanwhile
 */
export async function holdAgain(
  { client, schema }: Session,
  name: string,
  rest: readonly Step[] = [],
): Promise<void> {
  const { rows } = await client.query<{ held: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid()
                       AND objsubid = 1 AND classid = 0 AND objid = $1 AND granted)
            OR pg_catalog.pg_try_advisory_lock($1::bigint) AS held`,
    [LOCK_KEY],
  );
  if (rows[0]?.held === true && (await isAsPlanned(client, schema, rest))) return;
  throw new AgoraError({
    code: 'migrations.lock_released',
    message: `${name} let go of the lock that keeps runs of migrations apart, and another run has begun.`,
    why: 'It releases every advisory lock of its session: pg_advisory_unlock_all() or DISCARD ALL.',
    fix: 'Run the same command again: it waits for the other run, and goes on from what that has done. In new migrations, release only locks that they take themselves.',
  });
}

/** What is to be applied is not in the history, and what is to be taken back is. */
async function isAsPlanned(client: Client, schema: string, rest: readonly Step[]): Promise<boolean> {
  if (rest.length === 0) return true;
  const { rows } = await client.query<{ applied: number }>(
    `SELECT count(DISTINCT migration_name)::int AS applied FROM ${prismaTable(schema)}
      WHERE migration_name = ANY ($1) AND finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    [rest.map((step) => step.name)],
  );
  return rows[0]?.applied === rest.filter(({ kind }) => kind === 'revert').length;
}
