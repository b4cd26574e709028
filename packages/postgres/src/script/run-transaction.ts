import { beginSql, type TransactionOptions } from '../connection/transaction.ts';
import { AgoraError } from '@agora/core';
import { sendTogether } from './pipeline.ts';
import { ScriptFailure } from './script-failure.ts';
import { lockWaitSql, type ScriptRun, withRetries } from './script-run.ts';
import { sendTransaction } from './send-statements.ts';
import type { Statement } from './text/statements.ts';
import { setTimeouts } from './timeouts.ts';

/**
 * Runs a script, and what its recorder has to say, in one transaction: all of it or nothing.
 * @param modes of its own BEGIN
 * @throws ScriptFailure after a rollback
 */
export async function runTransaction(
  run: ScriptRun,
  statements: readonly Statement[],
  modes: string,
): Promise<void> {
  const { recorder, timeouts } = run;
  const opening = [
    beginSql(transactionOptions(modes)),
    ...(timeouts === undefined ? [] : [setTimeouts(timeouts, 'LOCAL')]),
  ].join('; ');
  await withRetries(run, (n) =>
    untilCommitted(run, 0, async () => {
      await sendTransaction(run, statements, [opening, ...lockWaitSql(run, n)].join('; '), 0);
      await recorder.beforeCommit?.();
      return recorder.commitSql?.();
    }),
  );
  recorder.committed?.();
}

/**
 * Runs what begins a transaction, and commits it, or rolls it back.
 * @param work returns SQL that is to be sent with COMMIT
 * @param committed how many statements of the script are committed already
 */
export async function untilCommitted(
  run: ScriptRun,
  committed: number,
  work: () => Promise<string | undefined>,
): Promise<void> {
  try {
    const last = await work();
    await commit(run, committed, last);
  } catch (error) {
    // A failing ROLLBACK means the connection is gone, and the transaction with it: the first error counts.
    await run.client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Sends what is to be recorded and COMMIT together: what fails before COMMIT makes it a rollback. */
async function commit(run: ScriptRun, committed: number, record: string | undefined): Promise<void> {
  const answers = await sendTogether(run.client, [...(record === undefined ? [] : [record]), 'COMMIT']);
  const last = answers.at(-1);
  const first = answers[0];
  if (answers.length > 1 && first && 'error' in first) throw first.error;
  if (last && 'error' in last)
    throw new ScriptFailure(last.error, { committed, total: run.statements.length });
  // The server answers COMMIT of a failed transaction with a ROLLBACK and no error.
  if (last?.command === 'COMMIT') return;
  throw new AgoraError({
    code: 'postgres.transaction_aborted',
    message: 'The transaction was rolled back instead of committed.',
    why: 'The server had aborted it.',
    fix: 'Run the same command again; the log of the server says more.',
  });
}

/** The modes of a script's own BEGIN, as far as a transaction of ours takes them over. */
export function transactionOptions(modes: string): TransactionOptions {
  const text = modes.toLowerCase().replaceAll(/\s+/g, ' ');
  const isolation = (['serializable', 'repeatable read'] as const).find((level) => text.includes(level));
  return { ...(isolation ? { isolation } : {}), ...(text.includes('read only') ? { readOnly: true } : {}) };
}
