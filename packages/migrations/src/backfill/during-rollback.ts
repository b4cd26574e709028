import { AgoraError } from '@agora/core';

import type { StepHooks } from '../apply/options.ts';
import type { Session } from '../apply/session.ts';
import type { Step } from '../plan/plan.ts';
import { hasBackfill } from './during-deploy.ts';
import { runningBackfills } from './table/lock.ts';
import { runBackfill } from './run-backfill.ts';
import type { BackfillOptions, BackfillResult } from './run-options.ts';
import { readBackfillRecords } from './state-table.ts';
import { hasWayBack } from './whole.ts';

/** What a rollback does about backfills: none may be under way, and a way back that is written runs before down.sql. */
export class RollbackBackfills implements StepHooks {
  /** What became of each way back that was run. */
  readonly results: BackfillResult[] = [];
  readonly #session: Session;
  readonly #options: BackfillOptions;

  constructor(session: Session, options: BackfillOptions) {
    this.#session = session;
    this.#options = options;
  }

  async before({ kind, migration }: Step): Promise<AgoraError | undefined> {
    if (kind !== 'revert' || !hasBackfill(migration)) return undefined;
    const { client, schema } = this.#session;
    const record = (await readBackfillRecords(client, schema)).get(migration.name);
    if (record === undefined) return undefined;
    const running = await runningBackfills(client, [record.tableOid]);
    if (record.state === 'running' && running.has(record.tableOid)) return underWay(migration.name);
    if (record.rows === 0 || !(await hasWayBack(migration, this.#options.load))) return undefined;
    const result = await runBackfill(this.#session, migration, {
      ...this.#options,
      direction: 'back',
      resume: true,
    });
    this.results.push(result);
    return result.outcome === 'done'
      ? undefined
      : (result.error ?? stoppedBack(migration.name, result.outcome));
  }

  after(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

function underWay(migration: string): AgoraError {
  return new AgoraError({
    code: 'backfill.busy',
    message: `The backfill of ${migration} is under way.`,
    why: 'It would go on changing rows while the migration is taken back.',
    fix: `agora migrate backfill pause ${migration}, then roll back.`,
  });
}

function stoppedBack(migration: string, outcome: string): AgoraError {
  return new AgoraError({
    code: 'migrations.interrupted',
    message: `The way back of the backfill of ${migration} was ${outcome}.`,
    why: 'Rows that it had not come to are as they were.',
    fix: 'Roll back again: it goes on where it stopped.',
  });
}
