import { AgoraError } from '@agora/core';
import {
  beginSql,
  failedWith,
  quoteLiteral,
  sqlState,
  SQLSTATE,
  type Statement,
  type TransactionOptions,
  withTransaction,
} from '@agora/postgres';

import { insertRowSql, rollBackRowSql } from '../history/prisma-table.ts';
import { insertRunSql } from '../history/runs-table.ts';
import { throwIfInterrupted } from './cancellation.ts';
import { withLockRetries } from './retry.ts';
import { sendTogether } from './pipeline.ts';
import { ownRoleSql } from './session.ts';
import { commitError, statementError } from './statement-error.ts';
import type { StepRun } from './step-run.ts';
import { scriptTimeouts, setTimeouts } from './timeouts.ts';

/** SQLSTATEs by which the server says that a statement wants no transaction around it. */
const wantsNoTransaction: Readonly<Record<string, string>> = {
  [SQLSTATE.activeSqlTransaction]: 'a statement in it cannot run inside a transaction',
  [SQLSTATE.unsafeNewEnumValueUsage]: 'it uses an enum value that it adds itself',
  [SQLSTATE.invalidTransactionTermination]: 'a procedure in it commits',
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
  const opening = [
    beginSql(transactionOptions(modes)),
    // The session has those of the run already.
    ...(step.script.directives.length > 0
      ? [setTimeouts(scriptTimeouts(step.script, options), 'LOCAL')]
      : []),
  ].join('; ');
  await withLockRetries(run, async () => {
    try {
      await executeTogether(run, statements, opening);
      await recordAndCommit(run);
    } catch (error) {
      // A failing ROLLBACK means the connection is gone, and the transaction with it: the first error counts.
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
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
    throw committing && !failedWith(error, SQLSTATE.serializationFailure)
      ? commitError(error, run.step.name)
      : error;
  }
}

/** Statements that are sent ahead at most, so that a script of many megabytes is not in memory twice. */
const TOGETHER = 64;

async function executeTogether(
  run: StepRun,
  statements: readonly Statement[],
  opening: string,
): Promise<void> {
  throwIfInterrupted(run.options.signal);
  // COPY FROM STDIN would take what was sent ahead for its data, and the connection would break.
  if (statements.some((statement) => /^copy\b/i.test(statement.text))) {
    await run.session.client.query(opening);
    return executeAll(run, statements);
  }
  for (let at = 0; at === 0 || at < statements.length; at += TOGETHER) {
    throwIfInterrupted(run.options.signal);
    const failed = await run.executeTogether(
      statements.slice(at, at + TOGETHER),
      at === 0 ? opening : undefined,
    );
    if (!failed) continue;
    if (!failed.statement) throw failed.error;
    throw statementError(failed.error, run.step.name, run.step.script, failed.statement);
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
  if (mayChangeRole(run)) await run.session.client.query(ownRoleSql(run.session));
}

function mayChangeRole(run: StepRun): boolean {
  return /\b(?:role|authorization)\b/i.test(run.step.script.sql);
}

/** Sends the history row, the journal's line and COMMIT together: what fails before COMMIT makes it a rollback. */
async function recordAndCommit(run: StepRun): Promise<void> {
  const { session } = run;
  run.boundary('before-history');
  const record = [...(mayChangeRole(run) ? [ownRoleSql(session)] : []), recordSql(run)].join('; ');
  run.boundary('before-commit');
  const [recorded, committed] = await sendTogether(session.client, [record, 'COMMIT']);
  if (recorded && 'error' in recorded) throw recorded.error;
  if (committed && 'error' in committed) {
    throw failedWith(committed.error, SQLSTATE.serializationFailure)
      ? committed.error
      : commitError(committed.error, run.step.name);
  }
  // The server answers COMMIT of a failed transaction with a ROLLBACK and no error.
  if (committed?.command !== 'COMMIT') {
    throw new AgoraError({
      code: 'postgres.transaction_aborted',
      message: `${run.step.name} was rolled back instead of committed.`,
      why: 'The server had given its transaction up.',
      fix: 'Run the same command again; the log of the server says more.',
    });
  }
}

function recordSql(run: StepRun): string {
  const { session, step } = run;
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
  return [row, ...(run.journal.available ? [insertRunSql(run.record('succeeded'))] : [])].join('; ');
}

function transactionOptions(modes: string): TransactionOptions {
  const text = modes.toLowerCase().replaceAll(/\s+/g, ' ');
  const isolation = (['serializable', 'repeatable read'] as const).find((level) => text.includes(level));
  return { ...(isolation ? { isolation } : {}), ...(text.includes('read only') ? { readOnly: true } : {}) };
}
