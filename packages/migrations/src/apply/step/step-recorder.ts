import {
  describeSqlError,
  mayChangeRole,
  quoteLiteral,
  type Recorder,
  type RetryInfo,
  sqlState,
  type Statement,
  type Unit,
  withTransaction,
} from '@agora/postgres';

import { finishRow, insertRowSql, rollBackRowSql, updateProgress } from '../../history/prisma-table.ts';
import { insertRunSql } from '../../history/runs-table.ts';
import { formatProgress, type Progress, prefixOf } from '../../script/progress.ts';
import { dropLeftovers } from '../index-build/invalid-index.ts';
import { beginWatch, endWatch, lookBefore, type Watch } from './loss-guard.ts';
import { resumedUnits, settleUnit } from './resume.ts';
import { lockReferredFirst, lockReferringFirst, touchesForeignKeys } from './lock-order.ts';
import { addsConstraint, runOnCluster } from './run-on-cluster.ts';
import { holdAgain, holdThroughTransaction, mayUnlock } from '../keep-lock.ts';
import { ownRoleSql } from '../session.ts';
import { describeStepFailure } from './step-failure.ts';
import type { StepRun } from './step-run.ts';
import { scriptTimeouts, timeoutsOf } from './timeouts.ts';
import { waitForMaintenance } from './wait-for-maintenance.ts';

/**
 * Remembers a step in the history and in the journal. A script in one transaction is recorded in it. Of one that runs
 * unit by unit each unit is: with it where it has a transaction; else the intent before and the outcome after, and a
 * crash in between is settled by looking at what the statement makes.
 */
export class StepRecorder implements Recorder {
  readonly #run: StepRun;
  #units: readonly Unit[] = [];
  /** Statements that are committed, and what they took away. */
  #kept = 0;
  #keptLosses = 0;
  #keptMoves = 0;
  #watch: Watch | undefined;
  /** A way back is counted before and measured after; a way forward runs without waiting, unless it is to lock in order. */
  afterBegin?: (statements: readonly Statement[]) => Promise<void>;
  #began = 0;
  /** The unit outside of a transaction under way. */
  #outside: Unit | undefined;

  constructor(run: StepRun) {
    this.#run = run;
    const { kind, script } = run.step;
    const isBack = kind === 'revert';
    if (
      isBack ||
      (kind === 'apply' && touchesForeignKeys(script.statements)) ||
      script.statements.some(mayUnlock)
    )
      this.afterBegin = async (statements) => {
        if (statements.some(mayUnlock)) await holdThroughTransaction(run.session.client);
        await (isBack ? this.#look(statements) : this.#lock(statements));
      };
  }

  attempt(): void {
    this.#began = performance.now();
    this.#run.statements.length = this.#kept;
    this.#run.losses.length = this.#keptLosses;
    this.#run.parking?.attempt(this.#keptMoves);
    this.#watch = undefined;
  }

  async #look(statements: readonly Statement[]): Promise<void> {
    const isWhole = this.#run.mode === 'transaction';
    this.#watch = await beginWatch(this.#run, { statements, isWhole }, () => this.#lock(statements));
  }

  /** Before what is parked instead, others need not wait for as long as that is decided; unless it got no locks so. */
  async #lock(statements: readonly Statement[]): Promise<void> {
    const { lockRetries, session, step, options } = this.#run;
    if (lockRetries > 0 && !/lock_timeout/i.test(step.script.sql)) {
      const { lockTimeoutMs } = scriptTimeouts(step.script, timeoutsOf(options));
      await waitForMaintenance(session.client, statements, lockTimeoutMs);
    }
    const own = statements.filter((one) => lockRetries > 0 || !this.#mayPark(one));
    // Clients use both orders, and against those of the other one a busy table may never be had: they take turns.
    const lock = lockRetries > 0 && lockRetries % 2 === 0 ? lockReferringFirst : lockReferredFirst;
    await lock(session.client, own);
  }

  #mayPark(statement: Statement): boolean {
    return this.#run.parking?.mayReplace(statement) === true;
  }

  mayReplace(statement: Statement): boolean {
    return this.#mayPark(statement) || (this.#run.session.isSpread && addsConstraint(statement));
  }

  async instead(statement: Statement): Promise<boolean> {
    const { session, parking } = this.#run;
    if (this.#mayPark(statement) && (await parking?.instead(statement)) === true) return true;
    return session.isSpread && addsConstraint(statement) && runOnCluster(session.client, statement);
  }

  async beforeCommit(): Promise<void> {
    const { parking, mode, session } = this.#run;
    if (!this.#watch && !parking?.isActive && !session.isSpread) return;
    await this.#takeOwnRole();
    // Of a script that runs in parts, the last one ends it.
    if (mode === 'transaction') await parking?.finish();
    if (this.#watch) await endWatch(this.#run, this.#watch);
  }

  retry({ attempt, delayMs }: RetryInfo): void {
    this.#run.lockRetries += 1;
    this.afterBegin ??= (statements) => this.#lock(statements);
    this.#run.lockWaitMs += performance.now() - this.#began + delayMs;
    const { name } = this.#run.step;
    this.#run.options.onEvent?.({ kind: 'lock-retry', name, attempt, delayMs });
  }

  started({ line, text }: Statement): void {
    this.#run.options.onEvent?.({ kind: 'statement', name: this.#run.step.name, line, text });
    this.#run.boundary('before-statement');
  }

  ended({ line }: Statement, { ms }: { readonly ms: number }): void {
    this.#run.statements.push({ line, ms: Math.round(ms * 100) / 100 });
    this.#run.boundary('after-statement');
  }

  committed(): void {
    this.#kept = this.#run.statements.length;
    this.#keptLosses = this.#run.losses.length;
    this.#keptMoves = this.#run.parking?.moved.length ?? 0;
    this.#run.boundary('after-commit');
  }

  commitSql(): string {
    const { session, step, journal, id } = this.#run;
    this.#run.boundary('before-history');
    const row =
      step.kind === 'revert'
        ? rollBackRowSql(session.schema, `id = ${quoteLiteral(id)}`)
        : insertRowSql(session.schema, {
            id,
            name: step.name,
            checksum: step.script.checksum,
            as: 'applied',
            logs: null,
          });
    const sql = [
      // Citus sends what sets a role on to the nodes, with all that stands in the same query: there it went ahead.
      ...(this.#mayChangeRole && !session.isSpread ? [ownRoleSql(session)] : []),
      row,
      ...(journal.available ? [insertRunSql(this.#run.record('succeeded'))] : []),
    ].join('; ');
    this.#run.boundary('before-commit');
    return sql;
  }

  async begin(units: readonly Unit[], reason: string): Promise<number> {
    const run = this.#run;
    const { step, options } = run;
    this.#units = units;
    this.#kept = 0;
    this.#keptLosses = 0;
    this.#keptMoves = 0;
    run.parking?.attempt(0);
    run.statements.length = 0;
    run.losses.length = 0;
    const resume = step.kind === 'record' ? undefined : step.resume?.progress;
    if (run.mode === 'transaction' && !resume)
      options.onEvent?.({ kind: 'notice', message: `${step.name} runs statement by statement: ${reason}` });
    run.mode = 'statements';
    if (resume) run.resumedAfter = resumedUnits(step, units, resume);
    // What would stop it in its middle stops it before it begins.
    const left = units.slice(run.resumedAfter ?? 0).flatMap(({ statements }) => statements);
    await lookBefore(run, { statements: left, isWhole: !resume });
    if (!resume) await this.#open();
    run.boundary('started');
    return run.resumedAfter ?? 0;
  }

  async settled(unit: Unit): Promise<boolean> {
    const { step, session, options } = this.#run;
    const resume = step.kind === 'record' ? undefined : step.resume?.progress;
    if (!resume || !(await settleUnit(session.client, step, { unit, progress: resume, options })))
      return false;
    if (unit.index + 1 < this.#units.length) await this.#apart(() => this.#write(unit.index + 1));
    return true;
  }

  async intend(unit: Unit): Promise<void> {
    this.#outside = unit;
    const lost = await lookBefore(this.#run, { statements: unit.statements, isWhole: false });
    this.#run.losses.push(...lost);
    this.#keptLosses = this.#run.losses.length;
    const [statement] = unit.statements;
    if (statement) {
      const open = { unit: unit.index, line: statement.line, statement: statement.text };
      await this.#apart(() => this.#write(unit.index, { open }));
    }
    this.#run.boundary('after-intent');
  }

  beforeOutside({ text }: Statement): Promise<void> {
    return dropLeftovers(this.#run.session.client, text, this.#run.options);
  }

  async unitDone(unit: Unit, where: 'in its transaction' | 'outside'): Promise<void> {
    const run = this.#run;
    if (where === 'in its transaction') {
      await this.#takeOwnRole();
      run.boundary('before-history');
      await this.#recordDone(unit.index + 1);
      run.boundary('before-commit');
      return;
    }
    if (unit.statements.some(mayUnlock)) await holdAgain(run.session, run.step.name);
    run.boundary('before-outcome');
    await this.#apart(() => this.#recordDone(unit.index + 1));
    this.#outside = undefined;
  }

  async unitFailed(unit: Unit, error: unknown): Promise<void> {
    if (this.#outside === unit) {
      // The server said no: it took no effect, save for a procedure that commits and a leftover index.
      if (sqlState(error) === undefined || unit.transactional) return;
    }
    const { step } = this.#run;
    const described = describeSqlError(describeStepFailure(error, step.name, step.script));
    await this.#apart(() => this.#write(unit.index, { error: described.message }));
  }

  nothingLeft(): Promise<void> {
    return this.#apart(() => this.#recordDone(this.#units.length));
  }

  /** Records in a transaction of its own, whatever role or default the script has set in the session. */
  #apart(record: () => Promise<void>): Promise<void> {
    const inOwnRole = async (): Promise<void> => {
      await this.#takeOwnRole();
      await record();
    };
    return withTransaction(this.#run.session.client, inOwnRole, { readOnly: false });
  }

  /** For the rest of a transaction: the history is written by the role that owns it. */
  async #takeOwnRole(): Promise<void> {
    const { session } = this.#run;
    if (this.#mayChangeRole) await session.client.query(ownRoleSql(session));
  }

  get #mayChangeRole(): boolean {
    return mayChangeRole(this.#run.step.script.sql);
  }

  /** The first record of a script that has not run before. For one that is reverted, its row is opened again. */
  async #open(): Promise<void> {
    const { step, session, id } = this.#run;
    if (step.kind === 'revert') {
      await this.#write(0);
      return;
    }
    const { checksum } = step.migration.up;
    const logs = formatProgress(this.#progress(0));
    await session.client.query(
      insertRowSql(session.schema, { id, name: step.name, checksum, as: 'begun', logs }),
    );
  }

  async #recordDone(done: number): Promise<void> {
    const { step, session, journal, id } = this.#run;
    const { client, schema } = session;
    if (done < this.#units.length) {
      await this.#write(done);
      return;
    }
    await this.#run.parking?.finish();
    if (step.kind === 'revert') await client.query(rollBackRowSql(schema, `id = ${quoteLiteral(id)}`));
    else await finishRow(client, schema, id, step.migration.up.checksum);
    if (journal.available) await client.query(insertRunSql(this.#run.record('succeeded')));
  }

  async #write(done: number, more: Pick<Progress, 'open' | 'error'> = {}): Promise<void> {
    const { step, session, id } = this.#run;
    const checksum = step.kind === 'revert' ? step.row.checksum : step.migration.up.checksum;
    const logs = formatProgress({ ...this.#progress(done), ...more });
    await updateProgress(session.client, session.schema, { id, checksum, steps: done, logs });
  }

  #progress(done: number): Progress {
    const direction = this.#run.step.kind === 'revert' ? 'down' : 'up';
    return { direction, done, total: this.#units.length, prefix: prefixOf(this.#units, done) };
  }
}
