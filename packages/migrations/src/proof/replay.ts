import { AgoraError } from '@agora/core';
import { type Client, describeSqlError, failedWith, SQLSTATE, type Statement } from '@agora/postgres';

import type { Migration, Script } from '../project/folder.ts';
import { planScript, planStatements } from '../script/script-plan.ts';

/** Told of what a script does. */
export interface ScriptObserver {
  /** A statement has run; `rows` are those that it changed or returned. */
  onStatement?(statement: Statement, rows: number): void;
  /** From now on each statement is a transaction of its own: a failure leaves the database half-way. */
  onStatementWise?(): void;
}

/**
 * Runs a script on a scratch database as a deploy would run it, without any history: in one transaction, or
 * statement by statement where it says so or the server refuses a transaction. The session is afterwards as
 * it was before.
 *
 * @throws AgoraError `migrations.script_failed`, with the place and PostgreSQL's own words
 */
export async function runScript(
  client: Client,
  script: Script,
  observer: ScriptObserver = {},
): Promise<void> {
  try {
    await execute(client, script, observer);
  } finally {
    // What a script sets (search_path, role, temporary tables) must not reach the next one.
    await client.query('DISCARD ALL').catch(() => undefined);
  }
}

async function execute(client: Client, script: Script, observer: ScriptObserver): Promise<void> {
  const plan = planScript(script);
  if (plan.mode === 'transaction') {
    try {
      await client.query(plan.modes === '' ? 'BEGIN' : `BEGIN ${plan.modes}`);
      for (const statement of plan.statements) await runStatement(client, script, statement, observer);
      await client.query('COMMIT');
      return;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      // A statement refuses a transaction, a label is used in the one that added it, or a procedure commits.
      if (
        !failedWith(
          error,
          SQLSTATE.activeSqlTransaction,
          SQLSTATE.unsafeNewEnumValueUsage,
          SQLSTATE.invalidTransactionTermination,
        )
      )
        throw error;
    }
  }
  const units =
    plan.mode === 'statements' ? plan : planStatements(script, 'the server refuses a transaction');
  if (units.mode !== 'statements') return;
  observer.onStatementWise?.();
  for (const unit of units.units) {
    if (unit.transactional) await client.query(unit.modes === '' ? 'BEGIN' : `BEGIN ${unit.modes}`);
    try {
      for (const statement of unit.statements) await runStatement(client, script, statement, observer);
      if (unit.transactional) await client.query('COMMIT');
    } catch (error) {
      if (unit.transactional) await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}

async function runStatement(
  client: Client,
  script: Script,
  statement: Statement,
  observer: ScriptObserver,
): Promise<void> {
  try {
    const { rowCount } = await client.query(statement.text);
    observer.onStatement?.(statement, rowCount ?? 0);
  } catch (error) {
    const described = describeSqlError(error, statement.text);
    throw new AgoraError({
      code: 'migrations.script_failed',
      message: `${script.path}:${statement.line}: ${described.message}`,
      ...(described.why === undefined ? {} : { why: described.why }),
      ...(described.fix === undefined ? {} : { fix: described.fix }),
      cause: error,
    });
  }
}

/**
 * Applies migrations in order to an empty database.
 *
 * @param each told of every migration that is in
 * @throws AgoraError `migrations.replay_failed`
 */
export async function replay(
  client: Client,
  migrations: readonly Migration[],
  each: (migration: Migration) => void = () => {},
): Promise<void> {
  for (const migration of migrations) {
    try {
      await runScript(client, migration.up);
    } catch (error) {
      throw replayFailed(migration.name, error);
    }
    each(migration);
  }
}

/** The history itself does not run from nothing. */
export function replayFailed(name: string, cause: unknown): AgoraError {
  const known = cause instanceof AgoraError ? cause : undefined;
  return new AgoraError({
    code: 'migrations.replay_failed',
    message: `The history cannot be replayed: ${name} fails on an empty database.`,
    why: [known?.message ?? String(cause), known?.why].filter((part) => part !== undefined).join('\n'),
    fix: missesSomething(cause)
      ? `${known?.fix ?? 'Use a server that has what is missing.'} Another server for the temporary databases: --server postgresql://...`
      : 'Mend the migration so that the whole history runs from nothing; `prisma migrate dev` needs that too.',
    cause,
  });
}

/** An extension that is not installed, or a role that may not do it: the migration is not to blame. */
function missesSomething(cause: unknown): boolean {
  return failedWith(
    cause,
    SQLSTATE.featureNotSupported,
    SQLSTATE.undefinedFile,
    SQLSTATE.insufficientPrivilege,
  );
}
