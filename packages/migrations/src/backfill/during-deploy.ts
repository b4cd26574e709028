import { AgoraError } from '@agora/core';
import { type Client, failedWith, SQLSTATE, withTransaction } from '@agora/postgres';

import type { StepHooks } from '../apply/options.ts';
import type { Session } from '../apply/session.ts';
import { appliedEntries, type History } from '../history/history.ts';
import type { Step } from '../plan/plan.ts';
import { directivesOf } from '../project/directives.ts';
import type { Migration } from '../project/folder.ts';
import { isDone } from './batch.ts';
import { loadTypescript, type ModuleLoader } from './module/module-loader.ts';
import { runBackfill } from './run-backfill.ts';
import type { BackfillOptions, BackfillResult } from './run-options.ts';
import { type BackfillRecord, type BackfillState, readBackfillRecords } from './state-table.ts';
import { type BackfilledMigration, readBackfillFile, readDoneWhen } from './work.ts';

/** When a deploy runs backfills: after their migrations, or not at all. */
export type BackfillsWhen = 'now' | 'later';

/** What a deploy does about backfills: it runs them after their migrations, and keeps later migrations waiting for them. */
export class DeployBackfills implements StepHooks {
  /** What became of each that was run. */
  readonly results: BackfillResult[] = [];
  readonly #session: Session;
  readonly #history: History;
  readonly #when: BackfillsWhen;
  readonly #options: BackfillOptions;

  constructor(
    session: Session,
    given: { readonly history: History; readonly when: BackfillsWhen; readonly options: BackfillOptions },
  ) {
    this.#session = session;
    this.#history = given.history;
    this.#when = given.when;
    this.#options = given.options;
  }

  /** Those of migrations that earlier deploys have applied. @returns whether the deploy may go on */
  async catchUp(): Promise<boolean> {
    if (this.#when === 'later') return true;
    const unfinished = await unfinishedBackfills(this.#session, this.#history);
    for (const migration of await withoutMoot(this.#session, unfinished, this.#options.load))
      if (!(await this.#run(migration))) return false;
    return true;
  }

  /** Why a step must wait: for the backfill of another. */
  async before({ name, migration, kind }: Step): Promise<AgoraError | undefined> {
    if (kind !== 'apply') return undefined;
    for (const { migration: wanted } of directivesOf(migration.up.directives, 'after-backfill')) {
      const earlier = this.#history.folder.migrations.find((one) => one.name === wanted);
      if (earlier === undefined || !hasBackfill(earlier)) continue;
      if (!(await this.#isDone(earlier))) return unfinished(name, wanted);
    }
    return undefined;
  }

  async after({ kind, migration }: Step): Promise<boolean> {
    return kind !== 'apply' || this.#when === 'later' || !hasBackfill(migration) || this.#run(migration);
  }

  async #run(migration: BackfilledMigration): Promise<boolean> {
    const result = await runBackfill(this.#session, migration, { ...this.#options, leave: true });
    this.results.push(result);
    return result.outcome !== 'failed' && result.outcome !== 'interrupted';
  }

  async #isDone({ name, backfill }: BackfilledMigration): Promise<boolean> {
    const { client, schema } = this.#session;
    const records = await readBackfillRecords(client, schema);
    if (isFinished(records.get(name))) return true;
    const doneWhen = await readDoneWhen(backfill, this.#options.load ?? loadTypescript);
    return asks(client, name, doneWhen);
  }
}

/**
 * Reads the backfill.sql of each step before the first one runs, since one that cannot be read would stop a deploy half-way.
 * @throws AgoraError `backfill.bad_file`
 */
export function checkBackfillFiles(steps: readonly Step[]): void {
  for (const { kind, migration } of steps)
    if (kind === 'apply' && migration.backfill?.kind === 'sql') readBackfillFile(migration.backfill.script);
}

/** Whether a migration has a backfill. */
export function hasBackfill(migration: Migration): migration is BackfilledMigration {
  return migration.backfill !== undefined;
}

/** Backfills of applied migrations that are neither done nor given up, with where they stand. Reads only. */
export async function openBackfills(
  { client, schema }: Pick<Session, 'client' | 'schema'>,
  history: History,
): Promise<readonly { readonly migration: string; readonly state: BackfillState | 'not begun' }[]> {
  const all = backfilled(history);
  if (all.length === 0) return [];
  const records = await readBackfillRecords(client, schema);
  return all.flatMap(({ name }) => {
    const record = records.get(name);
    if (isFinished(record) || record?.state === 'cancelled') return [];
    return [{ migration: name, state: record?.state ?? 'not begun' }];
  });
}

/** Those that a deploy would run: nobody has paused them. Reads only. */
export async function unfinishedBackfills(
  session: Pick<Session, 'client' | 'schema'>,
  history: History,
): Promise<readonly BackfilledMigration[]> {
  const open = await openBackfills(session, history);
  const wanted = new Set(open.filter(({ state }) => state !== 'paused').map(({ migration }) => migration));
  return backfilled(history).filter(({ name }) => wanted.has(name));
}

function backfilled(history: History): readonly BackfilledMigration[] {
  return appliedEntries(history).flatMap(({ migration }) =>
    migration !== undefined && hasBackfill(migration) ? [migration] : [],
  );
}

/**
 * Without those that never began and speak of what later migrations have taken away: another runner has applied them
 * all, and nothing is left that they could change.
 */
export async function withoutMoot(
  { client, schema }: Pick<Session, 'client' | 'schema'>,
  migrations: readonly BackfilledMigration[],
  load: ModuleLoader = loadTypescript,
): Promise<readonly BackfilledMigration[]> {
  const records = await readBackfillRecords(client, schema);
  const kept: BackfilledMigration[] = [];
  for (const migration of migrations) {
    const { name, backfill } = migration;
    const isMoot =
      !records.has(name) &&
      (await asks(client, name, await readDoneWhen(backfill, load)).catch((error: unknown) => {
        if (failedWith(error, ...GONE)) return 'of what is gone';
        throw error;
      })) === 'of what is gone';
    if (!isMoot) kept.push(migration);
  }
  return kept;
}

const GONE = [SQLSTATE.undefinedTable, SQLSTATE.undefinedColumn, SQLSTATE.invalidSchemaName] as const;

async function asks(client: Client, migration: string, doneWhen: string): Promise<boolean> {
  return withTransaction(client, () => isDone(client, migration, doneWhen));
}

/** A way back that was taken, of a migration that stayed, leaves all to be done again. */
function isFinished(record: BackfillRecord | undefined): boolean {
  return record?.direction === 'forward' && record.state === 'done';
}

function unfinished(migration: string, wanted: string): AgoraError {
  return new AgoraError({
    code: 'backfill.unfinished',
    message: `${migration} waits for the backfill of ${wanted}.`,
    why: `Its file says: after backfill ${wanted}; and that is not done.`,
    fix: `agora migrate backfill run ${wanted}, then deploy again.`,
  });
}
