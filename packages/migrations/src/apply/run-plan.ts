import { AgoraError, isAgoraError } from '@agora/core';
import { failedWith, SQLSTATE } from '@agora/postgres';

import type { Plan, Step } from '../plan/plan.ts';
import { createPrismaTable, insertRowSql } from '../history/prisma-table.ts';
import { type Journal, insertRunSql } from '../history/runs-table.ts';
import { planStatements } from '../script/script-plan.ts';
import { describeLockTimeout } from './blocking-sessions.ts';
import { interrupted, throwIfInterrupted, withCancellation } from './cancellation.ts';
import type { ApplyOptions, StepResult } from './options.ts';
import { type Session, resetSession } from './session.ts';
import { maySetSession } from './session-state.ts';
import { runStatementWise } from './statement-wise.ts';
import { StepRun } from './step-run.ts';
import { timeoutsOf } from './timeouts.ts';
import { refusalReason, runTransactional } from './transactional.ts';

/**
 * Runs a plan, in order, until it is done or a step fails; the failed step is the last result. The caller
 * holds the migration lock and has made sure that the plan is the one for this moment.
 */
export async function runPlan(
  session: Session,
  plan: Plan,
  journal: Journal,
  options: ApplyOptions,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  await createPrismaTable(session.client, session.schema);
  await resetSession(session, timeoutsOf(options));
  for (const [index, step] of plan.steps.entries()) {
    options.onEvent?.({ kind: 'step', step, index, total: plan.steps.length });
    const run = new StepRun(session, step, options, journal);
    const result = await runStep(run);
    results.push(result);
    options.onEvent?.({ kind: 'done', result });
    if (result.outcome !== 'succeeded') break;
  }
  return Object.freeze(results);
}

async function runStep(run: StepRun): Promise<StepResult> {
  const { session, options } = run;
  try {
    await withCancellation(session, options.signal, async () => {
      throwIfInterrupted(options.signal);
      await perform(run);
    });
    if (run.mode === 'statements' || maySetSession(run.step.script.statements)) {
      await resetSession(session, timeoutsOf(options));
    }
    return run.result('succeeded');
  } catch (error) {
    const stopped = options.signal?.aborted === true;
    const told = stopped ? interrupted(error) : await describe(run, error);
    await recordFailure(run, stopped ? 'interrupted' : 'failed', told);
    return run.result(stopped ? 'interrupted' : 'failed', told);
  }
}

async function perform(run: StepRun): Promise<void> {
  const { step } = run;
  if (step.kind === 'record') return recordOnly(run);
  if (step.how.mode === 'statements') return runStatementWise(run, step.how.units);
  // What an earlier run began statement by statement is gone on with in the same way.
  if (step.resume) return runStatementWise(run, statementUnits(step, 'it was begun so'));
  try {
    await runTransactional(run, step.how.statements, step.how.modes);
  } catch (error) {
    const reason = refusalReason(error);
    if (reason === undefined) throw error;
    run.statements.length = 0;
    run.options.onEvent?.({ kind: 'notice', message: `${step.name} runs statement by statement: ${reason}` });
    await runStatementWise(run, statementUnits(step, reason));
  }
}

function statementUnits(step: Step, reason: string): Parameters<typeof runStatementWise>[1] {
  const plan = planStatements(step.script, reason);
  return plan.mode === 'statements' ? plan.units : [];
}

async function recordOnly(run: StepRun): Promise<void> {
  const { session, step, journal } = run;
  const row = insertRowSql(session.schema, {
    id: run.id,
    name: step.name,
    checksum: step.script.checksum,
    as: 'recorded',
    logs: '',
  });
  // Several statements in one simple query are one transaction.
  await session.client.query(
    [row, ...(journal.available ? [insertRunSql(run.record('succeeded'))] : [])].join('; '),
  );
}

async function describe(run: StepRun, error: unknown): Promise<AgoraError> {
  if (failedWith(error, SQLSTATE.lockNotAvailable)) return describeLockTimeout(run, error);
  if (isAgoraError(error)) return error;
  return new AgoraError({
    code: 'migrations.unexpected_error',
    message: `${run.step.name} failed.`,
    why: error instanceof Error ? error.message : String(error),
    fix: 'Run the same command again: what was done is recorded.',
    cause: error,
  });
}

/** The journal of a failure is written after the rollback, if the connection still allows it. */
async function recordFailure(
  run: StepRun,
  outcome: 'failed' | 'interrupted',
  error: AgoraError,
): Promise<void> {
  if (!run.journal.available) return;
  try {
    await resetSession(run.session);
    await run.session.client.query(insertRunSql(run.record(outcome, error)));
  } catch {
    // The connection is gone; the failure itself is what the caller must hear of.
  }
}
