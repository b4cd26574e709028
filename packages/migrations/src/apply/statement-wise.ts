import { AgoraError } from '@agora/core';
import { quoteLiteral, setsSession, sqlState, withTransaction } from '@agora/postgres';

import { finishRow, insertRowSql, rollBackRowSql, updateProgress } from '../history/prisma-table.ts';
import { type Progress, formatProgress, prefixOf } from '../script/progress.ts';
import { insertRunSql } from '../history/runs-table.ts';
import type { Unit } from '../script/script-plan.ts';
import { throwIfInterrupted } from './cancellation.ts';
import { dropLeftovers } from './index-build/invalid-index.ts';
import { probeOutcome } from './index-build/probe.ts';
import { withLockRetries } from './retry.ts';
import { statementError } from './statement-error.ts';
import type { StepRun } from './step-run.ts';
import { scriptTimeouts, setTimeouts, withPatience } from './timeouts.ts';
import { executeAll, inTransaction, refusalReason, takeOwnRole } from './transactional.ts';

/**
 * Runs a script unit by unit and records each. A unit in a transaction commits together with its record,
 * so a crash leaves it done or not begun. For a statement outside a transaction the intent is recorded
 * before and the outcome after; a crash in between is settled by looking at what the statement makes.
 * A second run goes on after the last unit recorded.
 */
export async function runStatementWise(run: StepRun, units: readonly Unit[]): Promise<void> {
  const { step, session, options } = run;
  run.mode = 'statements';
  const resume = step.kind === 'record' ? undefined : step.resume?.progress;
  let done = resume ? checkedResume(run, units, resume) : 0;
  if (!resume) await begin(run, units);
  else run.resumedAfter = done;
  run.boundary('started');

  await session.client.query(setTimeouts(scriptTimeouts(step.script, options), 'SESSION'));
  for (const unit of units.slice(0, done)) {
    // A setting of the session is gone with the session that made it.
    if (unit.statements.every((statement) => setsSession(statement.text)))
      await executeAll(run, unit.statements);
  }
  if (resume && (await settle(run, units, resume)) === 'done') done += 1;

  for (const unit of units.slice(done)) {
    throwIfInterrupted(options.signal);
    if (!unit.transactional || !(await runInTransaction(run, units, unit)))
      await runOutside(run, units, unit);
  }
  if (done === units.length)
    await withTransaction(session.client, () => recordDone(run, units, units.length));
}

/** Runs a unit in a transaction. False when the server refuses one for it; nothing is left of the attempt then. */
async function runInTransaction(run: StepRun, units: readonly Unit[], unit: Unit): Promise<boolean> {
  try {
    await withLockRetries(run, () =>
      inTransaction(run, unit.modes, async () => {
        await executeAll(run, unit.statements);
        await takeOwnRole(run);
        run.boundary('before-history');
        await recordDone(run, units, unit.index + 1);
      }),
    );
  } catch (error) {
    if (unit.statements.length === 1 && refusalReason(error) !== undefined) return false;
    // Without a connection there is nothing to note with, and the first error is the one to tell.
    await note(run, units, unit, { error: messageOf(error) }).catch(() => undefined);
    throw error;
  }
  run.boundary('after-commit');
  return true;
}

async function runOutside(run: StepRun, units: readonly Unit[], unit: Unit): Promise<void> {
  const { client } = run.session;
  const [statement] = unit.statements;
  if (!statement) return;
  await note(run, units, unit, {
    open: { unit: unit.index, line: statement.line, statement: statement.text },
  });
  run.boundary('after-intent');
  try {
    await withLockRetries(run, async () => {
      await dropLeftovers(client, statement.text, run.options);
      await withPatience(client, run.step.script, statement.text, () => run.execute(statement));
    });
  } catch (error) {
    // The server said no: it took no effect, save for a procedure that commits and a leftover index.
    if (sqlState(error) !== undefined && !unit.transactional) {
      await note(run, units, unit, { error: messageOf(error) }).catch(() => undefined);
    }
    throw statementError(error, run.step.name, run.step.script, statement);
  }
  run.boundary('before-outcome');
  await withTransaction(client, async () => {
    await takeOwnRole(run);
    await recordDone(run, units, unit.index + 1);
  });
  run.boundary('after-commit');
}

/** The first record of a script that has not run before. For one that is reverted, its row is opened again. */
async function begin(run: StepRun, units: readonly Unit[]): Promise<void> {
  const { step, session } = run;
  const logs = formatProgress(progressOf(run, units, 0));
  const { name } = step;
  const { checksum } = step.migration.up;
  if (step.kind === 'revert') {
    await updateProgress(session.client, session.schema, {
      id: run.id,
      checksum: step.row.checksum,
      steps: 0,
      logs,
    });
  } else {
    await session.client.query(
      insertRowSql(session.schema, { id: run.id, name, checksum, as: 'begun', logs }),
    );
  }
}

async function recordDone(run: StepRun, units: readonly Unit[], done: number): Promise<void> {
  const { step, session, journal } = run;
  const { client, schema } = session;
  if (done < units.length) {
    await write(run, done, formatProgress(progressOf(run, units, done)));
    return;
  }
  if (step.kind === 'revert') await client.query(rollBackRowSql(schema, `id = ${quoteLiteral(run.id)}`));
  else await finishRow(client, schema, run.id, step.migration.up.checksum);
  if (journal.available) await client.query(insertRunSql(run.record('succeeded')));
}

/** Records why a unit is not done. */
async function note(
  run: StepRun,
  units: readonly Unit[],
  unit: Unit,
  more: Pick<Progress, 'open' | 'error'>,
): Promise<void> {
  await write(run, unit.index, formatProgress({ ...progressOf(run, units, unit.index), ...more }));
}

async function write(run: StepRun, steps: number, logs: string): Promise<void> {
  const { step, session } = run;
  const checksum = step.kind === 'revert' ? step.row.checksum : step.migration.up.checksum;
  await updateProgress(session.client, session.schema, { id: run.id, checksum, steps, logs });
}

function progressOf(run: StepRun, units: readonly Unit[], done: number): Progress {
  const direction = run.step.kind === 'revert' ? 'down' : 'up';
  return { direction, done, total: units.length, prefix: prefixOf(units, done) };
}

/** @throws AgoraError `migrations.resume_mismatch` when what has run already was edited since */
function checkedResume(run: StepRun, units: readonly Unit[], progress: Progress): number {
  const open = progress.open;
  const same =
    progress.done <= units.length &&
    prefixOf(units, progress.done) === progress.prefix &&
    (!open || units[open.unit]?.statements[0]?.text === open.statement);
  if (same) return progress.done;
  throw new AgoraError({
    code: 'migrations.resume_mismatch',
    message: `${run.step.name} stopped after ${progress.done} of ${progress.total} steps, and those steps were edited since.`,
    why: 'What ran and what the file says now are not the same, so it cannot be gone on with.',
    fix: `Put the beginning of ${run.step.script.path} back as it was. Or finish by hand and record it: npx prisma migrate resolve --applied ${run.step.name}`,
  });
}

/**
 * Whether the statement at which a run stopped took effect. One that the server refused did not, save that
 * a partition may be half detached, which looking also tells.
 * @throws AgoraError `migrations.unknown_outcome`
 */
async function settle(run: StepRun, units: readonly Unit[], progress: Progress): Promise<'done' | 'again'> {
  const unit = units[progress.done];
  const [statement] = unit?.statements ?? [];
  if (!unit || !statement || (!progress.open && unit.transactional)) return 'again';
  const found = await probeOutcome(run.session.client, statement.text);
  const outcome = found === 'unknown' ? (progress.open ? run.options.unknownStatement : 'again') : found;
  if (outcome === undefined) {
    throw new AgoraError({
      code: 'migrations.unknown_outcome',
      message: `${run.step.name} stopped while line ${statement.line} ran, and whether it took effect cannot be told.`,
      why: `${statement.text}\nThis statement leaves nothing behind that could be looked for.`,
      fix: 'Look whether it did its work. If it did: run again with --unknown-statement done. If not: --unknown-statement again.',
    });
  }
  if (outcome === 'done' && unit.index + 1 < units.length) {
    await write(run, unit.index + 1, formatProgress(progressOf(run, units, unit.index + 1)));
  }
  return outcome;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
