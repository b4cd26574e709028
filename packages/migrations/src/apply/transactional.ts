import {
  quoteLiteral,
  sqlState,
  type Statement,
  type TransactionOptions,
  withTransaction,
} from '@agora/postgres';

import { insertRowSql, rollBackRowSql } from '../prisma-table.ts';
import { insertRunSql } from '../runs-table.ts';
import { throwIfInterrupted } from './cancellation.ts';
import { withLockRetries } from './retry.ts';
import { ownRoleSql } from './session.ts';
import { commitError, statementError } from './statement-error.ts';
import type { StepRun } from './step-run.ts';
import { scriptTimeouts, setTimeouts } from './timeouts.ts';

/** SQLSTATEs by which the server says that a statement wants no transaction around it. */
const wantsNoTransaction: Readonly<Record<string, string>> = {
  '25001': 'a statement in it cannot run inside a transaction',
  '55P04': 'it uses an enum value that it adds itself',
  '2D000': 'a procedure in it commits',
};

/** Why a script has to run statement by statement after all, or undefined when the error says nothing like it. */
export function refusalReason(error: unknown): string | undefined {
  return wantsNoTransaction[sqlState(error) ?? ''];
}

/**
 * Runs a script, its history row and its line in the journal in one transaction: all of it or nothing.
 * @throws the server's error, described, after a rollback
 */
export async function runTransactional(
  run: StepRun,
  statements: readonly Statement[],
  modes: string,
): Promise<void> {
  const { step, options } = run;
  const { client } = run.session;
  run.mode = 'transaction';
  await withLockRetries(run, () =>
    inTransaction(run, modes, async () => {
      // The session has those of the run already.
      if (step.script.directives.length > 0) {
        await client.query(setTimeouts(scriptTimeouts(step.script, options), 'LOCAL'));
      }
      await executeTogether(run, statements);
      await takeOwnRole(run);
      await recordOutcome(run);
    }),
  );
  run.boundary('after-commit');
}

/** A transaction whose COMMIT may fail on its own account. */
export async function inTransaction(run: StepRun, modes: string, use: () => Promise<void>): Promise<void> {
  let committing = false;
  try {
    await withTransaction(
      run.session.client,
      async () => {
        await use();
        run.boundary('before-commit');
        committing = true;
      },
      transactionOptions(modes),
    );
  } catch (error) {
    throw committing && sqlState(error) !== '40001' ? commitError(error, run.step.name) : error;
  }
}

/** Statements that are sent ahead at most, so that a script of many megabytes is not in memory twice. */
const TOGETHER = 64;

async function executeTogether(run: StepRun, statements: readonly Statement[]): Promise<void> {
  // COPY FROM STDIN would take what was sent ahead for its data, and the connection would break.
  if (statements.some((statement) => /^copy\b/i.test(statement.text))) return executeAll(run, statements);
  for (let at = 0; at < statements.length; at += TOGETHER) {
    throwIfInterrupted(run.options.signal);
    const failed = await run.executeTogether(statements.slice(at, at + TOGETHER));
    if (failed) throw statementError(failed.error, run.step.name, run.step.script, failed.statement);
  }
}

/** Runs statements in order; an error comes out with its place in the script, recognisable by its SQLSTATE. */
export async function executeAll(run: StepRun, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) {
    throwIfInterrupted(run.options.signal);
    await run.execute(statement).catch((error: unknown) => {
      throw statementError(error, run.step.name, run.step.script, statement);
    });
  }
}

/** History must be written by the role that owns it, whatever the script has set. */
export async function takeOwnRole(run: StepRun): Promise<void> {
  if (/\b(?:role|authorization)\b/i.test(run.step.script.sql))
    await run.session.client.query(ownRoleSql(run.session));
}

async function recordOutcome(run: StepRun): Promise<void> {
  const { session, step } = run;
  run.boundary('before-history');
  const row =
    step.kind === 'revert'
      ? rollBackRowSql(session.schema, `id = ${quoteLiteral(run.id)}`)
      : insertRowSql(session.schema, {
          id: run.id,
          name: step.name,
          checksum: step.script.checksum,
          as: 'applied',
          logs: null,
        });
  await session.client.query(
    [row, ...(run.journal.available ? [insertRunSql(run.record('succeeded'))] : [])].join('; '),
  );
}

function transactionOptions(modes: string): TransactionOptions {
  const text = modes.toLowerCase().replaceAll(/\s+/g, ' ');
  const isolation = (['serializable', 'repeatable read'] as const).find((level) => text.includes(level));
  return { ...(isolation ? { isolation } : {}), ...(text.includes('read only') ? { readOnly: true } : {}) };
}
