import { beginSql } from '../connection/transaction.ts';
import { sqlState } from '../errors/server-error.ts';
import { isAgoraError } from '@agora/core';
import { transactionOptions, untilCommitted } from './run-transaction.ts';
import { ScriptFailure } from './script-failure.ts';
import type { Unit } from './script-plan.ts';
import { lockWaitSql, refusal, type ScriptRun, withRetries } from './script-run.ts';
import { sendStatement, sendTransaction } from './send-statements.ts';
import { setsSession } from './text/classify.ts';
import { setTimeouts, withConcurrentTimeouts } from './timeouts.ts';

/**
 * Runs a script unit by unit. A unit in a transaction commits together with what its recorder writes, so a crash
 * leaves it done or not begun. A statement outside of one is told of before and after. Where an earlier run has done
 * some, it goes on after them.
 * @throws ScriptFailure; the units before it stay
 */
export async function runUnits(run: ScriptRun, units: readonly Unit[], reason: string): Promise<void> {
  const { recorder, client, timeouts } = run;
  let done = (await recorder.begin?.(units, reason)) ?? 0;
  if (timeouts !== undefined) await client.query(setTimeouts(timeouts, 'SESSION'));
  for (const { statements } of units.slice(0, done)) {
    // A setting of the session is gone with the session that made it.
    if (!statements.every((statement) => setsSession(statement.text))) continue;
    for (const statement of statements) await sendStatement(run, statement, statement.index);
  }
  const next = units[done];
  if (next !== undefined && (await recorder.settled?.(next)) === true) done += 1;
  if (done === units.length) {
    await recorder.nothingLeft?.();
    return;
  }
  for (const unit of units.slice(done)) {
    run.cancellable?.signal.throwIfAborted();
    if (!unit.transactional || !(await runInTransaction(run, unit))) await runOutside(run, unit);
  }
}

/** Runs a unit in a transaction. False when the server refuses one for it; nothing is left of the attempt then. */
async function runInTransaction(run: ScriptRun, unit: Unit): Promise<boolean> {
  const { recorder } = run;
  const { statements } = unit;
  const committed = statements[0]?.index ?? 0;
  try {
    await withRetries(run, (n) =>
      untilCommitted(run, committed, async () => {
        const opening = [beginSql(transactionOptions(unit.modes)), ...lockWaitSql(run, n)].join('; ');
        await sendTransaction(run, statements, opening, committed);
        await recorder.beforeCommit?.();
        await recorder.unitDone?.(unit, 'in its transaction');
        return undefined;
      }),
    );
  } catch (error) {
    if (statements.length === 1 && refusal(error) !== undefined) return false;
    // Without a connection there is nothing to note with, and the first error is the one to tell.
    await recorder.unitFailed?.(unit, error).catch(() => undefined);
    throw error;
  }
  recorder.committed?.();
  return true;
}

async function runOutside(run: ScriptRun, unit: Unit): Promise<void> {
  const { client, recorder, sql } = run;
  const [statement] = unit.statements;
  if (!statement) return;
  const committed = statement.index;
  await recorder.intend?.(unit);
  try {
    await withRetries(run, async () => {
      await recorder.beforeOutside?.(statement);
      await withConcurrentTimeouts(client, { sql, statement: statement.text }, () =>
        sendStatement(run, statement, committed),
      );
    });
  } catch (error) {
    await recorder.unitFailed?.(unit, error).catch(() => undefined);
    const ofOurs = error instanceof ScriptFailure || isAgoraError(error) || sqlState(error) === undefined;
    throw ofOurs ? error : new ScriptFailure(error, { statement, committed, total: run.statements.length });
  }
  await recorder.unitDone?.(unit, 'outside');
  recorder.committed?.();
}
