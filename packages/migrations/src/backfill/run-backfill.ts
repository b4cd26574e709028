import { setTimeout as sleep } from 'node:timers/promises';

import { AgoraError, backfillDefaults, isAgoraError } from '@agora/core';
import { cancelledBy, describeSqlError, failedWith, resetSession, sqlState, SQLSTATE } from '@agora/postgres';

import { interrupted } from '../apply/interrupted.ts';
import { refuseReadOnly, type Session, sessionSettings } from '../apply/session.ts';
import { timeoutsOf } from '../apply/step/timeouts.ts';
import { type BatchDone, runBatch, settlePass } from './batch.ts';
import { backfillLock } from './table/lock.ts';
import { beginBackfill } from './begin.ts';
import { loadTypescript } from './module/module-loader.ts';
import { nextPace, type Pace, type PaceTarget, resumedPace, slower } from './pace/pace.ts';
import { restFor } from './pace/rests.ts';
import type { BackfillOptions, BackfillOutcome, BackfillResult } from './run-options.ts';
import { type BackfillId, prepareBackfillTable, updateRecordSql } from './state-table.ts';
import { type ServerWatch, withServerWatch } from './pace/watch-server.ts';
import { type BackfilledMigration, type BackfillWork, readBackfillWork } from './work.ts';

/** What a run carries from batch to batch. */
interface Run {
  readonly session: Session;
  readonly id: BackfillId;
  readonly work: BackfillWork;
  readonly options: BackfillOptions;
  readonly watch: ServerWatch;
  pace: Pace;
  rows: number;
  changed: number;
  batches: number;
}

/**
 * Runs a backfill, or goes on with it, batch by batch, until its `done when` is true, somebody stops it, or it fails.
 * Each batch is one transaction with the step of its cursor. Of one table one backfill runs at a time.
 * @throws AgoraError `migrations.read_only`, and what else makes it impossible to begin; what goes wrong afterwards is returned, and recorded
 */
export async function runBackfill(
  session: Session,
  migration: BackfilledMigration,
  options: BackfillOptions = {},
): Promise<BackfillResult> {
  const started = performance.now();
  const { client, schema } = session;
  const id = { schema, migration: migration.name };
  await refuseReadOnly(session);
  await prepareBackfillTable(client);
  await resetSession(client, sessionSettings(session, timeoutsOf(options)));
  const { load = loadTypescript, direction } = options;
  const work = await readBackfillWork(client, migration, { load, ...(direction ? { direction } : {}) });
  const { waitMs = 0, signal } = options;
  return backfillLock(client, work.table, { waitMs, signal }, async () => {
    const begun = await beginBackfill(session, migration, work, options);
    const result = (outcome: BackfillOutcome, run?: Run, error?: AgoraError): BackfillResult => ({
      migration: migration.name,
      outcome,
      rows: run?.rows ?? 0,
      changed: run?.changed ?? 0,
      batches: run?.batches ?? 0,
      durationMs: performance.now() - started,
      ...(error === undefined ? {} : { error }),
    });
    if (begun.state !== 'running') return result(begun.state);
    options.onEvent?.({ kind: 'backfill', migration: migration.name, record: begun });
    const watched = { url: session.url, pid: session.pid, table: work.table.oid };
    return withServerWatch(watched, async (watch) => {
      const pace = resumedPace(begun, targetOf({ options, work }));
      const run: Run = { session, id, work, options, watch, pace, rows: 0, changed: 0, batches: 0 };
      try {
        const connection = { url: session.url, applicationName: 'agora backfill (cancel)' };
        return result(await cancelledBy(options.signal, connection, client, () => walk(run)), run);
      } catch (error) {
        if (options.signal?.aborted) return result('interrupted', run, stopped(id.migration, error));
        return result('failed', run, await recordFailure(run, error));
      }
    });
  });
}

/** From batch to batch, to the end. */
async function walk(run: Run): Promise<BackfillOutcome> {
  const { session, id, work, options } = run;
  let last: BatchDone | undefined;
  for (;;) {
    const held = await rest(run);
    if (held !== undefined) return held;
    const began = performance.now();
    const batch = await tried(run, () => runBatch(session.client, { id, work, pace: run.pace }, last));
    if (batch.kind === 'stopped') return batch.state;
    last = batch.kind === 'rows' ? batch : undefined;
    if (batch.kind === 'rows') {
      const ms = performance.now() - began;
      run.rows += batch.rows;
      run.changed += batch.changed;
      run.batches += 1;
      const target = targetOf(run);
      run.pace = nextPace(run.pace, batch, target);
      options.onEvent?.({
        kind: 'batch',
        migration: id.migration,
        batch: { rows: batch.rows, changed: batch.changed, ms, size: run.pace.size },
      });
      await breathe(run, ms);
      continue;
    }
    const settled = await tried(run, () =>
      settlePass(session.client, { id, work, direction: options.direction ?? 'forward' }),
    );
    if (settled.kind === 'stopped') return settled.state;
    if (settled.kind === 'done') return 'done';
    options.onEvent?.({ kind: 'pass', migration: id.migration, pass: settled.pass });
  }
}

function targetOf({ options, work }: Pick<Run, 'options' | 'work'>): PaceTarget {
  const { targetMs, maxRows } = options.settings ?? backfillDefaults;
  return { targetMs, maxRows: Math.min(maxRows, work.maxRows) };
}

/** Rests after a batch: the share of the time that is not its own, and for those who have waited for its locks. */
async function breathe(run: Run, ms: number): Promise<void> {
  const { share, targetMs } = run.options.settings ?? backfillDefaults;
  const { waiting } = run.watch.look();
  if (waiting > 0) run.pace = slower(run.pace, targetOf(run));
  const pauseMs = Math.min(10_000, Math.max(ms * (1 / share - 1), waiting > 0 ? targetMs : 0));
  if (pauseMs > 0) await sleep(pauseMs, undefined, signalOf(run));
}

/** Milliseconds between two looks whether it may go on. */
const LOOK_MS = 1000;

/** Rests as long as there is a reason. @returns an outcome where it shall not wait for the end of it */
async function rest(run: Run): Promise<BackfillOutcome | undefined> {
  const { options, id, watch, session } = run;
  let told: string | undefined;
  for (;;) {
    const found = restFor(watch.look(), options.settings ?? backfillDefaults, new Date());
    if (found === undefined) return undefined;
    if (found.kind === 'hours' && options.leave) return 'later';
    if (told !== found.kind) options.onEvent?.({ kind: 'rest', migration: id.migration, rest: found });
    told = found.kind;
    await sleep(LOOK_MS, undefined, signalOf(run));
    const { rows } = await session.client.query<{ state: BackfillOutcome | 'running' }>(
      updateRecordSql(id, {}) + ' RETURNING state',
    );
    const state = rows[0]?.state ?? 'cancelled';
    if (state !== 'running') return state;
  }
}

function signalOf({ options }: Run): { readonly signal?: AbortSignal } {
  return options.signal === undefined ? {} : { signal: options.signal };
}

/** Tries again, with fewer rows, what did not get its locks or ran into a deadlock: others go first. */
async function tried<T>(run: Run, attempt: () => Promise<T>): Promise<T> {
  const { options, id } = run;
  const attempts = options.lockAttempts ?? 10;
  for (let n = 1; ; n += 1) {
    try {
      return await attempt();
    } catch (error) {
      const mayPass = failedWith(
        error,
        SQLSTATE.lockNotAvailable,
        SQLSTATE.deadlockDetected,
        SQLSTATE.serializationFailure,
      );
      if (!mayPass || n >= attempts) throw error;
      run.pace = slower(run.pace, targetOf(run));
      const delayMs = Math.round(Math.random() * Math.min(5000, 100 * 2 ** (n - 1)));
      options.onEvent?.({ kind: 'retry', migration: id.migration, attempt: n, delayMs });
      await sleep(delayMs, undefined, signalOf(run));
    }
  }
}

/**
 * The failure in words, once it is recorded.
 * @throws AgoraError the same, where the connection is gone: whoever looks then sees that nobody works on it
 */
async function recordFailure(run: Run, error: unknown): Promise<AgoraError> {
  const failure = described(run.id.migration, error);
  const { code, message } = failure;
  const change = { state: 'failed', error: { code, message } } as const;
  await run.session.client.query(updateRecordSql(run.id, change, "state = 'running'")).catch(() => {
    throw failure;
  });
  return failure;
}

function described(migration: string, error: unknown): AgoraError {
  if (isAgoraError(error)) return error;
  const server = sqlState(error) === undefined ? undefined : describeSqlError(error);
  const words = error instanceof Error ? error.message : String(error);
  return new AgoraError({
    code: 'backfill.failed',
    message: `The backfill of ${migration} stopped.`,
    why:
      server === undefined
        ? words
        : [server.message, server.why].filter((one) => one !== undefined).join('\n'),
    fix: `What was committed stays: agora migrate backfill run ${migration} goes on.`,
    cause: error,
  });
}

function stopped(migration: string, cause: unknown): AgoraError {
  const { code, message, why } = interrupted(cause);
  return new AgoraError({
    code,
    message,
    ...(why === undefined ? {} : { why }),
    fix: `agora migrate backfill run ${migration} goes on where it stopped.`,
    cause,
  });
}
