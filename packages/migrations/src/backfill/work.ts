import { AgoraError } from '@agora/core';
import { type Client, identifier, quoteIdentifier } from '@agora/postgres';

import { type BackfillText, readBackfill } from '../project/backfill-file.ts';
import type { BackfillSource, Migration, Script } from '../project/folder.ts';
import { badFile, batchFailed, functionFailed } from './backfill-errors.ts';
import { type BackfillTable, readBackfillTable } from './table/backfill-table.ts';
import { readBatchStatement } from './batch-statement.ts';
import type { BackfillModule, BackfillRow } from './module/define-backfill.ts';
import { type KeyRange, batchCondition } from './table/key-range.ts';
import type { ModuleLoader } from './module/module-loader.ts';
import { columnTypes, fetchRowsSql, writeRows } from './module/module-rows.ts';

/** A backfill that was read and can be run: what to do with a range of keys, and when it is done. */
export interface BackfillWork {
  readonly table: BackfillTable;
  /** A query of one boolean. */
  readonly doneWhen: string;
  /** Whether a row may be met again. */
  readonly repeatable: boolean;
  /** The most rows of one batch, whatever the settings say. */
  readonly maxRows: number;
  /** The statement for the rows of a range; there is none where a function computes them. */
  sqlOf?(range: KeyRange): string;
  /**
   * Changes the rows of a range, in the transaction that is open.
   * @param settings SQL that is to be said before the statement
   * @returns how many it has changed
   */
  change(client: Client, range: KeyRange, settings?: string): Promise<number>;
}

/** A migration that has a backfill. */
export type BackfilledMigration = Migration & { readonly backfill: BackfillSource };

/** Which way a backfill goes. */
export type BackfillDirection = 'forward' | 'back';

/** The most rows of a batch that goes through this process. */
const MOST_ROWS_IN_MEMORY = 10_000;

/**
 * Reads what a backfill does, against the catalog of a database. The session's search path finds its table.
 * @throws AgoraError `backfill.bad_file`, `backfill.bad_module`, `backfill.no_table`, `backfill.no_key`, `backfill.changes_key`
 */
export async function readBackfillWork(
  client: Client,
  { name, backfill }: Pick<BackfilledMigration, 'name' | 'backfill'>,
  { load, direction = 'forward' }: { readonly load: ModuleLoader; readonly direction?: BackfillDirection },
): Promise<BackfillWork> {
  if (backfill.kind === 'module') return moduleWork(client, name, { source: backfill, load, direction });
  const { script } = backfill;
  const { text, line } = readBackfillFile(script);
  const statement = await readBatchStatement(text, (problem) => badFile(script.path, [{ line, problem }]));
  const table = await readBackfillTable(client, text);
  const sqlOf = (range: KeyRange): string =>
    statement.render((qualifier) => batchCondition(table.key, range, qualifier));
  return {
    table,
    doneWhen: text.doneWhen,
    repeatable: statement.repeatable,
    maxRows: Infinity,
    sqlOf,
    async change(on, range, settings = '') {
      const sql = `${settings === '' ? '' : `${settings};\n`}${sqlOf(range)}`;
      try {
        return rowsOf(await on.query(sql));
      } catch (error) {
        throw batchFailed(name, error, { sql, secret: false });
      }
    },
  };
}

/** Of the last statement of a message, how many rows it has changed. */
function rowsOf(answers: unknown): number {
  const last: unknown = Array.isArray(answers) ? answers.at(-1) : answers;
  const isAnswer = typeof last === 'object' && last !== null && 'rowCount' in last;
  return isAnswer && typeof last.rowCount === 'number' ? last.rowCount : 0;
}

/**
 * The query that says whether a backfill is done.
 * @throws AgoraError `backfill.bad_file`, `backfill.bad_module`
 */
export async function readDoneWhen(backfill: BackfillSource, load: ModuleLoader): Promise<string> {
  if (backfill.kind === 'module') {
    const { loadBackfillModule } = await import('./module/load-module.ts');
    return (await loadBackfillModule(backfill, load)).doneWhen;
  }
  return readBackfillFile(backfill.script).text.doneWhen;
}

/** Reads a backfill.sql. @throws AgoraError `backfill.bad_file` */
export function readBackfillFile(script: Script): { readonly text: BackfillText; readonly line: number } {
  const reading = readBackfill(script);
  if (reading.problems !== undefined) throw badFile(script.path, reading.problems);
  return reading;
}

async function moduleWork(
  client: Client,
  migration: string,
  given: {
    readonly source: Extract<BackfillSource, { kind: 'module' }>;
    readonly load: ModuleLoader;
    readonly direction: BackfillDirection;
  },
): Promise<BackfillWork> {
  const { loadBackfillModule, moduleTable } = await import('./module/load-module.ts');
  const { source, direction } = given;
  const module = await loadBackfillModule(source, given.load);
  const table = await readBackfillTable(client, {
    table: moduleTable(module),
    key: module.key.map(quoteIdentifier),
  });
  const types = await columnTypes(client, table.oid);
  const read = [...new Set([...module.key, ...module.columns])];
  const unknown = read.filter((column) => !types.has(column));
  if (unknown.length > 0) throw noColumns(source.path, table.name, unknown);
  const where = direction === 'forward' ? module.where : undefined;
  return {
    table,
    doneWhen: module.doneWhen,
    repeatable: module.where !== undefined,
    maxRows: MOST_ROWS_IN_MEMORY,
    async change(on, range, settings) {
      try {
        if (settings !== undefined) await on.query(settings);
        const { rows } = await on.query<BackfillRow>(fetchRowsSql(table, { columns: read, range, where }));
        const changes = rows.map((row) => ({
          row,
          values: compute(migration, source.path, { module, direction, row }),
        }));
        return await writeRows(on, table, { types, changes });
      } catch (error) {
        throw batchFailed(migration, error, { secret: true });
      }
    },
  };
}

function compute(
  migration: string,
  file: string,
  given: {
    readonly module: BackfillModule;
    readonly direction: BackfillDirection;
    readonly row: BackfillRow;
  },
): Readonly<Record<string, unknown>> | undefined {
  const { module, direction, row } = given;
  let values: unknown;
  try {
    values = direction === 'forward' ? module.forward(row) : module.back?.(row);
  } catch (error) {
    throw functionFailed(migration, file, error);
  }
  if (values === undefined) return undefined;
  if (typeof values === 'object' && values !== null && !('then' in values)) return { ...values };
  throw functionFailed(migration, file, new TypeError('no object of columns'));
}

function noColumns(file: string, table: string, columns: readonly string[]): AgoraError {
  const plain = columns.map((column) => identifier(column) ?? column);
  return new AgoraError({
    code: 'backfill.bad_module',
    message: `${file} reads columns that ${table} does not have: ${plain.join(', ')}.`,
    why: 'Names are those of the database, as it stores them; Prisma may call a field otherwise.',
    fix: 'Correct the names.',
  });
}
