import { AgoraError, isAgoraError } from '@agora/core';
import { failedWith, mayChangeSession, resetSession, runScript, SQLSTATE } from '@agora/postgres';

import type { Plan, Step } from '../plan/plan.ts';
import { createPrismaTable, insertRowSql } from '../history/prisma-table.ts';
import { type Journal, insertRunSql } from '../history/runs-table.ts';
import { describeLockTimeout } from './step/blocking-sessions.ts';
import { interrupted, throwIfInterrupted } from './interrupted.ts';
import { holdAgain } from './keep-lock.ts';
import type { ApplyOptions, StepResult } from './options.ts';
import { type Session, sessionSettings } from './session.ts';
import { describeStepFailure } from './step/step-failure.ts';
import { StepRecorder } from './step/step-recorder.ts';
import { StepRun } from './step/step-run.ts';
import { scriptTimeouts, timeoutsOf } from './step/timeouts.ts';

/**
 * Runs a plan, in order, until it is done or a step fails. The caller holds the migration lock and has made sure that
 * the plan is the one for this moment.
 * @returns one result for each step; those after one that failed were not reached
 */
export async function runPlan(
  session: Session,
  plan: Plan,
  journal: Journal,
  options: ApplyOptions,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  let stopped = false;
  await createPrismaTable(session.client, session.schema);
  await resetSession(session.client, sessionSettings(session, timeoutsOf(options)));
  for (const [index, step] of plan.steps.entries()) {
    if (stopped) {
      results.push(notReached(step));
      continue;
    }
    const against = (await lostLock(session, plan.steps, index)) ?? (await options.hooks?.before(step));
    if (against !== undefined) {
      results.push({ ...notReached(step), error: against });
      stopped = true;
      continue;
    }
    options.onEvent?.({ kind: 'step', step, index, total: plan.steps.length });
    const run = new StepRun(session, step, options, journal);
    const result = await runStep(run);
    results.push(result);
    options.onEvent?.({ kind: 'done', result });
    stopped = result.outcome !== 'succeeded';
    if (!stopped && options.hooks !== undefined) {
      stopped = !(await options.hooks.after(step));
      await resetSession(session.client, sessionSettings(session, timeoutsOf(options)));
    }
  }
  return Object.freeze(results);
}

/** Before a step: why it must not run, where the one before it has let go of the lock. */
async function lostLock(
  session: Session,
  steps: readonly Step[],
  index: number,
): Promise<AgoraError | undefined> {
  const before = steps[index - 1];
  if (before === undefined || !mayChangeSession(before.script.statements)) return undefined;
  try {
    await holdAgain(session, before.name, steps.slice(index));
    return undefined;
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    return error;
  }
}

function notReached({ name, kind }: Step): StepResult {
  return {
    name,
    kind,
    outcome: 'not reached',
    mode: 'none',
    durationMs: 0,
    statements: [],
    lockRetries: 0,
    lockWaitMs: 0,
  };
}

async function runStep(run: StepRun): Promise<StepResult> {
  const { options } = run;
  try {
    throwIfInterrupted(options.signal);
    await perform(run);
    return run.result('succeeded');
  } catch (error) {
    const stopped = options.signal?.aborted === true;
    const failure = stopped ? interrupted(error) : await describe(run, error);
    await recordFailure(run, stopped ? 'interrupted' : 'failed', failure);
    return run.result(stopped ? 'interrupted' : 'failed', failure);
  }
}

async function perform(run: StepRun): Promise<void> {
  const { step, session, options } = run;
  if (step.kind === 'record') return recordOnly(run, step.after);
  run.mode = step.how.mode;
  const timeouts = timeoutsOf(options);
  const { url, pid } = session;
  await run.parking?.prepare(step.script.statements);
  await runScript({
    client: session.client,
    sql: step.script.sql,
    statements: step.script.statements,
    plan: step.how,
    resumed: step.resume !== undefined,
    // The session has those of the run already.
    timeouts: step.script.directives.length > 0 ? scriptTimeouts(step.script, timeouts) : undefined,
    sessionSettings: sessionSettings(session, timeouts),
    retry: {
      attempts: options.lockAttempts ?? 10,
      lockTimeoutMs: timeouts.lockTimeoutMs,
      deadlockTimeoutMs: session.deadlockTimeoutMs,
    },
    cancellable: options.signal === undefined ? undefined : { url, pid, signal: options.signal },
    recorder: new StepRecorder(run),
  });
}

/** @param after the last of those that it replaces: a rollback must not take it for the newest */
async function recordOnly(run: StepRun, after: Date): Promise<void> {
  const { session, step, journal } = run;
  const moment = new Date(after.getTime() + 1);
  const row = insertRowSql(session.schema, {
    id: run.id,
    name: step.name,
    checksum: step.script.checksum,
    as: 'recorded',
    logs: '',
    was: { began: moment, ended: moment },
  });
  // Several statements in one simple query are one transaction.
  await session.client.query(
    [row, ...(journal.available ? [insertRunSql(run.record('succeeded'))] : [])].join('; '),
  );
}

async function describe(run: StepRun, error: unknown): Promise<AgoraError> {
  const failure = describeStepFailure(error, run.step.name, run.step.script);
  if (failedWith(failure, SQLSTATE.lockNotAvailable)) return describeLockTimeout(run, failure);
  if (isAgoraError(failure)) return failure;
  return new AgoraError({
    code: 'migrations.unexpected_error',
    message: `${run.step.name} failed.`,
    why: failure instanceof Error ? failure.message : String(failure),
    fix: 'Run the same command again: what was done is recorded.',
    cause: failure,
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
    await run.session.client.query(insertRunSql(run.record(outcome, error)));
  } catch {
    // The connection is gone; the failure itself is what the caller must hear of.
  }
}
