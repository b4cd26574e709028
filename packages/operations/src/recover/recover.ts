import {
  compareWithBackup,
  createBackup,
  listBackups,
  readLacks,
  restoreBackup,
  type StoredBackup,
  type TableWrites,
  writtenSince,
} from '@agora/backup';
import { AgoraError, type Fault } from '@agora/core';
import {
  type Client,
  databaseExists,
  dropDatabase,
  parseDatabaseUrl,
  quoteIdentifier,
  withConnection,
  withDatabase,
} from '@agora/postgres';

import { runCommand } from '../commands/run-command.ts';
import { faultOf } from '../watch/step.ts';
import { giveAttributes } from './renaming/attributes.ts';
import { recoveringAlone } from './renaming/recovering-alone.ts';
import type { RecoverInput, RecoverReport } from './input.ts';
import {
  type DoneStep,
  holderOf,
  type Journal,
  type OldDatabase,
  readRecorded,
  writeJournal,
} from './journal/journal.ts';
import { chooseGood, planRecovery, readsBackup, type RecoverPlan, remainingSteps } from './plan.ts';
import { purgeRestored } from './purges.ts';
import { readServer } from './read-server.ts';
import { putWritersOut, swapIn } from './renaming/rename.ts';
import { RECOVER_STEPS, type RecoverStep, type RecoverStepName, type StepReport } from './journal/steps.ts';
import { lookAtHistory, validateRestored } from './validate.ts';
import { describeWrites } from './describe-writes.ts';

/** Milliseconds that a command of maintenance may take. */
const MAINTENANCE_MS = 300_000;

/**
 * Puts a backup in the place of a database: reads, decides, and does it step by step. The database that was there is kept
 * under another name. Killed or failed, it leaves nobody in and everything kept; the next run goes on where it stopped.
 * @throws AgoraError `operations.recovery_running`, `backup.not_found`, and what opening a backup throws
 */
export function recover(input: RecoverInput, { dryRun = false } = {}): Promise<RecoverReport> {
  const now = new Date();
  const { database } = parseDatabaseUrl(input.url);
  return recoveringAlone(input.url, database, async (client) => {
    const decided = await readPlan(client, input, now);
    const { plan } = decided;
    const ended = (outcome: RecoverReport['outcome']): RecoverReport => ({
      outcome,
      plan,
      steps: everyStep(decided.recorded?.done ?? [], []),
      written: undefined,
      servingMs: undefined,
    });
    if (dryRun) return ended('planned');
    if (plan.findings.length > 0) return ended('refused');
    await input.onPlan?.(plan);
    return new Recovery(client, input, decided).run();
  });
}

/** What was read and decided. */
interface Decided {
  readonly plan: RecoverPlan;
  /** As it will be when the recovery begins. */
  readonly journal: Journal;
  /** Undefined where no step reads it any more. */
  readonly backup: StoredBackup | undefined;
  /** Of a run before this one. */
  readonly recorded: Journal | undefined;
}

async function readPlan(client: Client, input: RecoverInput, now: Date): Promise<Decided> {
  const { database } = parseDatabaseUrl(input.url);
  const { store, key, signal, onProgress } = input;
  const { journal: recorded } = await readRecorded(client, database);
  if (
    recorded?.done.some(({ name }) => name === 'swap') === true &&
    input.backup !== undefined &&
    input.backup !== recorded.backup
  )
    throw swapped(recorded);
  const isRestoredThere = recorded !== undefined && (await databaseExists(client, recorded.restored));
  const steps = remainingSteps(recorded, { backup: input.backup, isRestoredThere });
  const name = input.backup ?? recorded?.backup;
  const chosen =
    recorded === undefined || readsBackup(steps)
      ? chooseGood(await listBackups(store), {
          database,
          store: store.name,
          name,
          isRecorded: input.backup === undefined,
        })
      : { name: recorded.backup, why: 'it is restored already', asOf: recorded.asOf, notes: [] };
  const backup = readsBackup(steps) ? await store.open(chosen.name) : undefined;
  const lacks =
    backup !== undefined && steps.includes('restore')
      ? await readLacks(client, backup, { key, signal, onProgress })
      : undefined;
  const isOut =
    recorded !== undefined && recorded.old !== null && (await databaseExists(client, recorded.old));
  const server = await readServer(client, isOut ? recorded.old : database, lacks);
  const plan = planRecovery(chosen, server, { database, journal: recorded, now, steps });
  const { old, restored, begun } = plan;
  const done = (recorded?.done ?? []).filter(({ name }) => !steps.includes(name));
  const was = recorded === undefined ? wasOf(server.old) : recorded.was;
  return {
    plan,
    backup,
    recorded,
    journal: {
      version: 1,
      database,
      old,
      was,
      restored,
      backup: chosen.name,
      asOf: chosen.asOf,
      begun,
      done,
    },
  };
}

function wasOf(old: OldDatabase | undefined): OldDatabase | null {
  return old === undefined ? null : { comment: old.comment, allowed: old.allowed, limit: old.limit };
}

/** A recovery under way. */
class Recovery {
  readonly #client: Client;
  readonly #input: RecoverInput;
  readonly #plan: RecoverPlan;
  readonly #backup: StoredBackup | undefined;
  readonly #recorded: Journal | undefined;
  readonly #steps: RecoverStep[] = [];
  #journal: Journal;
  #written: readonly TableWrites[] | undefined;
  #servingMs: number | undefined;

  constructor(client: Client, input: RecoverInput, { plan, journal, backup, recorded }: Decided) {
    this.#client = client;
    this.#input = input;
    this.#plan = plan;
    this.#backup = backup;
    this.#journal = journal;
    this.#recorded = recorded;
  }

  async run(): Promise<RecoverReport> {
    const { signal, onBegin, onStep } = this.#input;
    await this.#begin();
    const acts = this.#acts();
    for (const name of this.#plan.steps) {
      if (signal?.aborted) return this.#report('interrupted');
      onBegin?.(name);
      const step = await this.#act(name, acts[name]);
      this.#steps.push(step);
      onStep?.(step);
      if (step.outcome === 'failed') return this.#report(signal?.aborted ? 'interrupted' : 'failed');
    }
    await dropDatabase(this.#client, holderOf(this.#journal.database));
    return this.#report('recovered');
  }

  /** Makes the database that holds the journal, and writes it. What was restored from another backup is dropped first. */
  async #begin(): Promise<void> {
    const { database, backup } = this.#journal;
    const holder = holderOf(database);
    if (this.#recorded === undefined) {
      const name = quoteIdentifier(holder);
      // Of a run that was killed, or made by somebody else, who must not own what takes the place.
      const statements = (await databaseExists(this.#client, holder))
        ? [`ALTER DATABASE ${name} OWNER TO CURRENT_USER`, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`]
        : [`CREATE DATABASE ${name} TEMPLATE template0 ALLOW_CONNECTIONS false`];
      for (const sql of statements) await this.#client.query(sql);
    }
    if (this.#recorded !== undefined && this.#recorded.backup !== backup)
      await dropDatabase(this.#client, this.#recorded.restored);
    await this.#write(this.#journal);
  }

  async #write(journal: Journal): Promise<void> {
    const holder = holderOf(journal.database);
    const isAside = await databaseExists(this.#client, holder);
    await writeJournal(this.#client, isAside ? holder : journal.database, journal);
  }

  async #act(name: RecoverStepName, work: () => Promise<StepReport>): Promise<RecoverStep> {
    const begun = performance.now();
    const step = (outcome: RecoverStep['outcome'], { saw, findings = [] }: StepReport): RecoverStep =>
      Object.freeze({ name, outcome, saw, findings, durationMs: performance.now() - begun });
    try {
      const report = await work();
      const outcome = report.skipped ? 'skipped' : (report.findings ?? []).length > 0 ? 'found' : 'passed';
      this.#journal = this.#after(name, outcome, report.saw);
      await this.#write(this.#journal);
      return step(outcome, report);
    } catch (error) {
      if (this.#input.signal?.aborted) return step('failed', { saw: 'it was stopped' });
      return step('failed', { saw: 'it could not be done', findings: [faultOf(error)] });
    }
  }

  #after(name: RecoverStepName, outcome: DoneStep['outcome'], saw: string): Journal {
    const done = this.#journal.done.filter((one) => one.name !== name);
    return { ...this.#journal, done: [...done, { name, outcome, saw }] };
  }

  /** What each step does. All may have been done in part by a run that was killed. */
  #acts(): Readonly<Record<RecoverStepName, () => Promise<StepReport>>> {
    const { maintenance, url } = this.#input;
    const { database, old, restored } = this.#journal;
    return {
      'maintenance begins': () => this.#maintain(maintenance?.begin),
      'writers out': async () => {
        await putWritersOut(this.#client, this.#journal);
        return { saw: old === null ? `${database} is not there` : `it is kept as ${old}` };
      },
      'backup of what is there': () => this.#backupOld(),
      restore: () => this.#restore(),
      verify: async () => {
        const { key, jobs, signal, onProgress } = this.#input;
        const notes = await compareWithBackup(withDatabase(url, restored), this.#opened(), {
          key,
          jobs,
          signal,
          onProgress,
        });
        return { saw: ['read back, and equal to the backup', ...notes].join('; ') };
      },
      'written since': () => this.#compare(),
      settings: async () => {
        if (old === null) return { saw: 'those of the backup' };
        const failed = await giveAttributes(this.#client, this.#journal);
        return { saw: 'those of the old database', findings: failed.map(incomplete) };
      },
      history: () => lookAtHistory(withDatabase(url, restored), this.#input),
      purges: () => purgeRestored(this.#journal, this.#plan.asOf, this.#input),
      validate: () => validateRestored(withDatabase(url, restored), this.#input),
      swap: async () => {
        await swapIn(this.#client, this.#after('swap', 'passed', 'in place'));
        return { saw: `${restored} is ${database}` };
      },
      serves: async () => {
        await withConnection(url, (client) => client.query('SELECT'));
        this.#servingMs = Date.now() - Date.parse(this.#journal.begun);
        return { saw: `${(this.#servingMs / 1000).toFixed(1)} s after the command` };
      },
      'maintenance ends': () => this.#maintain(maintenance?.end),
    };
  }

  /** Is there while a step is to do that reads it. */
  #opened(): StoredBackup {
    if (this.#backup === undefined) throw new TypeError('No step reads the backup any more.');
    return this.#backup;
  }

  async #backupOld(): Promise<StepReport> {
    const { old } = this.#journal;
    const { url, store, key, jobs, purges, toolVersion, signal, onProgress, ask } = this.#input;
    if (old === null) return { saw: 'nothing is there', skipped: true };
    if (this.#input.withoutBackup === true) return { saw: 'not wanted', skipped: true };
    try {
      const options = {
        url: withDatabase(url, old),
        formerly: this.#journal.database,
        store,
        key,
        jobs,
        purges,
        toolVersion,
        signal,
        onProgress,
      };
      const { backup } = await createBackup(options);
      return { saw: backup.name };
    } catch (error) {
      if (signal?.aborted) throw error;
      const fault = faultOf(error);
      const question = `What is there cannot be backed up: ${fault.message} It is kept as ${old} all the same. Go on?`;
      if ((await ask?.(question)) === true) return { saw: 'it could not be made', findings: [fault] };
      throw notBackedUp(old, fault);
    }
  }

  async #restore(): Promise<StepReport> {
    const { restored } = this.#journal;
    const { url, key, jobs, signal, onProgress } = this.#input;
    // It has that name only once it is whole.
    if (!(await databaseExists(this.#client, restored)))
      await restoreBackup({
        backup: this.#opened(),
        key,
        server: url,
        database: restored,
        over: false,
        owners: true,
        jobs,
        signal,
        onProgress,
      });
    return { saw: `${this.#journal.backup}, as of ${this.#plan.asOf}, as ${restored}` };
  }

  async #compare(): Promise<StepReport> {
    const { old, restored } = this.#journal;
    const { url, signal, onProgress } = this.#input;
    if (old === null) return { saw: 'the old database is gone', skipped: true };
    try {
      this.#written = await writtenSince({
        restored: withDatabase(url, restored),
        old: withDatabase(url, old),
        signal,
        onProgress,
      });
      return { saw: describeWrites(this.#written) };
    } catch (error) {
      if (signal?.aborted) throw error;
      return { saw: `the old database cannot be read: ${faultOf(error).message}`, skipped: true };
    }
  }

  async #maintain(command: readonly string[] | undefined): Promise<StepReport> {
    if (command === undefined) return { saw: 'watch.maintenance names no command', skipped: true };
    const { cwd, env } = this.#input;
    const { ok, name, why = '', ms } = await runCommand(command, { cwd, env, timeoutMs: MAINTENANCE_MS });
    if (ok) return { saw: `${name} ended well after ${Math.round(ms)} ms` };
    throw new AgoraError({
      code: 'operations.command_failed',
      message: `The command ${name} of watch.maintenance failed.`,
      why,
      fix: 'Run it by hand, and see why; then: agora recover, which goes on.',
    });
  }

  #report(outcome: RecoverReport['outcome']): RecoverReport {
    return Object.freeze({
      outcome,
      plan: this.#plan,
      steps: everyStep(this.#recorded?.done ?? [], this.#steps),
      written: this.#written,
      servingMs: this.#servingMs,
    });
  }
}

/** Every step in order: those of this run, those behind it, and those not reached. */
function everyStep(done: readonly DoneStep[], steps: readonly RecoverStep[]): readonly RecoverStep[] {
  return RECOVER_STEPS.map((name) => {
    const own = steps.find((step) => step.name === name);
    if (own !== undefined) return own;
    const before = done.find((step) => step.name === name);
    return Object.freeze({
      name,
      outcome: before === undefined ? 'not reached' : 'before',
      saw: before?.saw ?? '',
      findings: [],
      durationMs: 0,
    });
  });
}

function incomplete(why: string): Fault {
  return {
    code: 'operations.recovery_incomplete',
    message: 'Something of the old database could not be given to the restored one.',
    why,
    fix: 'Run the statement as a role that may.',
  };
}

function notBackedUp(old: string, { message, why }: Fault): AgoraError {
  return new AgoraError({
    code: 'operations.recovery_not_backed_up',
    message: `What is there could not be backed up: ${message}`,
    why,
    fix: `It is kept as ${old} all the same. To go on: agora recover --without-backup`,
  });
}

function swapped({ database, backup }: Journal): AgoraError {
  return new AgoraError({
    code: 'operations.recovery_swapped',
    message: `${database} is recovered from ${backup} already, and may have been written to since.`,
    why: 'Only the end of that recovery is missing.',
    fix: 'agora recover ends it; then recover again, from the other backup.',
  });
}
