import { AgoraError, type EnvironmentPolicy } from '@agora/core';
import { quoteIdentifier } from '@agora/postgres';

import {
  readSessionHistory,
  refuseReadOnly,
  withReader,
  schemaOf,
  type Session,
  withSession,
} from '../apply/session.ts';
import { hasBackfill, unfinishedBackfills, withoutMoot } from '../backfill/during-deploy.ts';
import { runningBackfills } from '../backfill/table/lock.ts';
import { runBackfill } from '../backfill/run-backfill.ts';
import type { BackfillOptions, BackfillResult } from '../backfill/run-options.ts';
import {
  type BackfillRecord,
  historyIdOf,
  insertRecordSql,
  prepareBackfillTable,
  readBackfillRecords,
  updateRecordSql,
} from '../backfill/state-table.ts';
import type { BackfilledMigration } from '../backfill/work.ts';
import { type History, readHistory } from '../history/history.ts';
import { type Migration, readFolder } from '../project/folder.ts';
import { resolveTarget } from '../project/target.ts';

/** A database, its migrations, and which backfill is meant. */
export interface BackfillTarget {
  readonly url: string;
  /** The migrations folder. */
  readonly directory: string;
  /** Applied migrations that may be missing on disk. */
  readonly forgotten?: readonly string[] | undefined;
  /** The migration whose backfill is meant, by its name or a part of it. */
  readonly migration?: string | undefined;
}

export interface BackfillInput extends BackfillTarget {
  readonly policy?: EnvironmentPolicy | undefined;
  readonly options?: BackfillOptions | undefined;
}

/**
 * Runs the backfill of one migration, or every one that is not done, in the order of their migrations. It ends at the
 * first that fails.
 * @throws AgoraError `backfill.not_there`, and what {@link runBackfill} throws
 */
export async function runBackfills(input: BackfillInput): Promise<readonly BackfillResult[]> {
  const folder = await readFolder(input.directory);
  return withSession(input.url, async (session) => {
    const history = await readSessionHistory(session, folder, input);
    const chosen = await choose(session, history, input);
    const results: BackfillResult[] = [];
    for (const migration of chosen) {
      const result = await runBackfill(session, migration, optionsOf(input));
      results.push(result);
      if (result.outcome === 'failed' || result.outcome === 'interrupted') break;
    }
    return results;
  });
}

function optionsOf({ policy, options = {} }: BackfillInput): BackfillOptions {
  if (policy === undefined) return options;
  const { name: environment, lockTimeoutMs, statementTimeoutMs, lockAttempts, backfill: settings } = policy;
  return { environment, lockTimeoutMs, statementTimeoutMs, lockAttempts, settings, ...options };
}

async function choose(
  session: Session,
  history: History,
  { migration: wanted, options }: BackfillInput,
): Promise<readonly BackfilledMigration[]> {
  if (wanted === undefined)
    return withoutMoot(session, await unfinishedBackfills(session, history), options?.load);
  const name = resolveTarget(
    history.entries.map((entry) => entry.name),
    wanted,
  );
  const entry = history.entries.find((one) => one.name === name);
  const migration = entry?.migration;
  if (migration === undefined || !hasBackfill(migration))
    throw notThere(name, 'It has no backfill.sql or backfill.ts.');
  if (entry?.state !== 'applied')
    throw notThere(name, 'The migration itself is not applied: agora migrate deploy runs both.');
  return [migration];
}

/** Where a backfill stands, for people. */
export interface BackfillStatus {
  readonly migration: string;
  /** `stopped`: it was begun, and no session works on it, as after a crash. `not begun`: its migration is applied. */
  readonly state: BackfillRecord['state'] | 'stopped' | 'not begun' | 'not applied';
  readonly record?: BackfillRecord;
}

/** Where every backfill of a project stands. Reads only. */
export async function readBackfills(target: BackfillTarget): Promise<readonly BackfillStatus[]> {
  const folder = await readFolder(target.directory);
  const schema = schemaOf(target.url);
  return withReader(target.url, async (client) => {
    const history = await readHistory(client, folder, { schema, forgotten: target.forgotten });
    const records = await readBackfillRecords(client, schema);
    const running = await runningBackfills(
      client,
      [...records.values()].map(({ tableOid }) => tableOid),
    );
    return history.entries
      .filter(({ name, migration }) => migration?.backfill !== undefined || records.has(name))
      .map(({ name, state: entryState }): BackfillStatus => {
        const record = records.get(name);
        if (record === undefined)
          return { migration: name, state: entryState === 'applied' ? 'not begun' : 'not applied' };
        const isStopped = record.state === 'running' && !running.has(record.tableOid);
        return { migration: name, state: isStopped ? 'stopped' : record.state, record };
      });
  });
}

/**
 * Pauses or cancels backfills that were begun and are not done: a session that works on one ends after its batch.
 * @returns those that it has stopped
 * @throws AgoraError `backfill.not_there` when the one that was named is not on its way
 */
export async function holdBackfills(
  target: BackfillTarget,
  state: 'paused' | 'cancelled',
): Promise<readonly string[]> {
  const folder = await readFolder(target.directory);
  return withSession(target.url, async (session) => {
    await refuseReadOnly(session);
    const { client, schema } = session;
    const records = await readBackfillRecords(client, schema);
    const names = [...new Set([...folder.migrations.map(({ name }) => name), ...records.keys()])];
    const wanted = target.migration === undefined ? undefined : resolveTarget(names, target.migration);
    const held: string[] = [];
    for (const migration of wanted === undefined ? records.keys() : [wanted]) {
      const from = state === 'paused' ? "state IN ('running', 'failed')" : "state <> 'done'";
      const { rowCount } = records.has(migration)
        ? await client.query(updateRecordSql({ schema, migration }, { state }, from))
        : { rowCount: 0 };
      const begun = folder.migrations.find(({ name }) => name === migration);
      const isNew = !records.has(migration) && state === 'cancelled' && begun !== undefined;
      if (rowCount || (isNew && (await cancelUnbegun(session, begun)))) held.push(migration);
      else if (wanted !== undefined) throw notThere(migration, onItsWay(records.get(migration)));
    }
    return held;
  });
}

/** Says of a backfill that never began that it shall not. @returns whether there is one that could */
async function cancelUnbegun({ client, schema }: Session, migration: Migration): Promise<boolean> {
  const id = { schema, migration: migration.name };
  const historyId = await historyIdOf(client, id);
  if (!hasBackfill(migration) || historyId === undefined) return false;
  const { backfill } = migration;
  await prepareBackfillTable(client);
  const { checksum } = backfill.kind === 'sql' ? backfill.script : backfill;
  // Its table may be gone, and is nobody's to look for here.
  const nothing = { table: quoteIdentifier(migration.name), size: 1, total: -1 };
  const record = {
    historyId,
    checksum,
    direction: 'forward',
    state: 'cancelled',
    environment: null,
    actor: null,
  } as const;
  await client.query(insertRecordSql(id, { ...record, ...nothing }));
  return true;
}

function onItsWay(record: BackfillRecord | undefined): string {
  return record === undefined ? 'It was never begun.' : `It is ${record.state}.`;
}

function notThere(migration: string, why: string): AgoraError {
  return new AgoraError({
    code: 'backfill.not_there',
    message: `${migration} has no backfill that this could be done to.`,
    why,
    fix: 'agora migrate backfill status lists them.',
  });
}
