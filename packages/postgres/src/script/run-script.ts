import { inTransaction } from '../connection/transaction.ts';
import { sqlState } from '../errors/server-error.ts';
import { SQLSTATE } from '../errors/sqlstate.ts';
import { withCancellation, withRepeatedCancellation } from './cancellation.ts';
import { runTransaction } from './run-transaction.ts';
import { runUnits } from './run-units.ts';
import { ScriptFailure } from './script-failure.ts';
import { unitsOf } from './script-plan.ts';
import { refusal, type ScriptRun } from './script-run.ts';
import { mayChangeSession, resetSession } from './session.ts';

/**
 * Runs a script, and leaves the session as it was before.
 *
 * In one transaction, unless its plan or the server says otherwise: then unit by unit. Scripts whose own transactions
 * do not pair go as one query, and the recorder hears nothing of them.
 *
 * @throws ScriptFailure with the statement that failed; what the recorder throws, as it is; the signal's reason
 */
export async function runScript(run: ScriptRun): Promise<void> {
  const { client, plan, statements, sessionSettings } = run;
  try {
    const unitwise = await withCancellation(run.cancellable, () => execute(run));
    if (unitwise || plan.mode !== 'transaction' || mayChangeSession(statements))
      await resetSession(client, sessionSettings);
  } catch (error) {
    // A connection that is gone has no session to be put back.
    await resetSession(client, sessionSettings).catch(() => undefined);
    throw error;
  }
}

/** @returns whether it ran unit by unit */
async function execute(run: ScriptRun): Promise<boolean> {
  const { plan, statements } = run;
  run.cancellable?.signal.throwIfAborted();
  if (plan.mode === 'implicit') {
    await runImplicit(run);
    return false;
  }
  if (plan.mode === 'statements') {
    await runUnits(run, plan.units, plan.reason);
    return true;
  }
  // What an earlier run began unit by unit is gone on with in the same way.
  let reason: string | undefined = run.resumed === true ? 'it was begun so' : undefined;
  if (reason === undefined) {
    try {
      await runTransaction(run, plan.statements, plan.modes);
      return false;
    } catch (error) {
      reason = refusal(error);
      if (reason === undefined) throw error;
    }
  }
  await runUnits(run, unitsOf(statements), reason);
  return true;
}

async function runImplicit(run: ScriptRun): Promise<void> {
  const { client, sql, statements } = run;
  const place = { committed: 0, total: statements.length };
  try {
    await withRepeatedCancellation(run.cancellable, () => client.query(sql));
  } catch (error) {
    // Its own BEGIN leaves an aborted transaction.
    if (sqlState(error) !== undefined && inTransaction(client))
      await client.query('ROLLBACK').catch(() => undefined);
    throw new ScriptFailure(error, place);
  }
  if (!inTransaction(client)) return;
  await client.query('ROLLBACK');
  const left = new Error('the script begins a transaction and does not end it; it was rolled back');
  throw new ScriptFailure(
    Object.assign(left, {
      code: SQLSTATE.activeSqlTransaction,
      severity: 'ERROR',
      hint: 'Add COMMIT at the end, or remove BEGIN.',
    }),
    place,
  );
}
