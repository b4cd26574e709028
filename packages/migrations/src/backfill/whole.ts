import { type Client, withTransaction } from '@agora/postgres';

import { makeScript, type Script } from '../project/folder.ts';
import { isDone } from './batch.ts';
import { notDone } from './backfill-errors.ts';
import { loadTypescript, type ModuleLoader } from './module/module-loader.ts';
import { type BackfillDirection, type BackfilledMigration, readBackfillWork } from './work.ts';

/**
 * Runs a backfill on all rows at once, as proofs do on scratch databases: without a record, in one batch.
 * @param run runs a script as proofs run scripts; only what a module computes goes another way
 * @throws AgoraError `backfill.not_done` when its query is not true afterwards, and what reading it throws
 */
export async function runWholeBackfill(
  client: Client,
  migration: Pick<BackfilledMigration, 'name' | 'backfill'>,
  run: (script: Script) => Promise<void>,
  direction: BackfillDirection = 'forward',
): Promise<void> {
  const { name, backfill } = migration;
  const work = await readBackfillWork(client, migration, { load: loadTypescript, direction });
  if (work.sqlOf === undefined || backfill.kind === 'module')
    await withTransaction(client, () => work.change(client, {}));
  else await run(wholeScript(backfill.script, work.sqlOf({})));
  if (direction === 'back') return;
  const done = await withTransaction(client, () => isDone(client, name, work.doneWhen));
  if (!done) throw notDone(name, 'On made-up rows, all of them in one batch.');
}

/** Whether a backfill says how it is taken back: only a module can. */
export async function hasWayBack(
  { backfill }: Pick<BackfilledMigration, 'backfill'>,
  load: ModuleLoader = loadTypescript,
): Promise<boolean> {
  if (backfill.kind === 'sql') return false;
  const { loadBackfillModule } = await import('./module/load-module.ts');
  return (await loadBackfillModule(backfill, load)).back !== undefined;
}

/** The file with its statement made ready, so that lines of errors are those of the file. */
function wholeScript({ path, sql, statements }: Script, ready: string): Script {
  const [statement] = statements;
  if (statement === undefined) return makeScript(path, ready);
  const { offset, text } = statement;
  return makeScript(path, sql.slice(0, offset) + ready + sql.slice(offset + text.length));
}
