import { readTables } from '@agora/catalog';
import { isAgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';
import { fillTables, multiplyRows } from '@agora/seeding/fill';

import { loadParser } from '@agora/postgres/parser';
import type { Finding } from '../lint/finding.ts';
import { lintHistory } from '../lint/lint-history.ts';
import { throwIfInterrupted } from '../apply/interrupted.ts';
import type { Migration, Script } from '../project/folder.ts';
import { mayFireCode } from '../proof/guard/server-guard.ts';
import { replay } from '../proof/replay.ts';
import { type Scratch, type ScratchOptions, withScratch } from '../proof/scratch/scratch.ts';
import { differencesFromLint } from './linter-differences.ts';
import { runTraced } from './run-traced.ts';
import { touchedTables } from './touched-tables.ts';
import type { MigrationTrace, TracedTable } from './trace.ts';

export interface TraceOptions extends ScratchOptions {
  /** Which migrations to trace; those before and between them are only applied. Default all. */
  readonly select?: ((migration: Migration) => boolean) | undefined;
  /** How many rows each table has that a migration touches. Default {@link TRACE_ROWS}. */
  readonly rows?: number | undefined;
  /** Told of each migration when it is done. */
  readonly onMigration?: ((trace: MigrationTrace) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The time zone of the sessions; default that of the server. */
  readonly timeZone?: string | undefined;
}

/** Enough for a scan or a rewrite to show in its time. */
const TRACE_ROWS = 10_000;

/**
 * Runs migrations one after another, each on a scratch copy of what is before it with rows in the tables that it touches,
 * and sees which locks its statements take, and what they rewrite, build, read and write meanwhile.
 *
 * @throws AgoraError `migrations.replay_failed` when the history does not run from nothing, `migrations.script_failed`
 * when one that is traced does not run on empty tables either
 */
export async function traceMigrations(
  migrations: readonly Migration[],
  options: TraceOptions,
): Promise<readonly MigrationTrace[]> {
  const { select = () => true, rows = TRACE_ROWS } = options;
  const last = migrations.findLastIndex(select);
  const traces: MigrationTrace[] = [];
  if (last < 0) return traces;
  const findings = await lintOf(migrations, options);
  await withScratch(options, migrations, async (make) => {
    const straight = await make('trace');
    if (options.timeZone !== undefined) await straight.setTimeZone(options.timeZone);
    for (const migration of migrations.slice(0, last + 1)) {
      throwIfInterrupted(options.signal);
      if (select(migration)) {
        const seen = await traceOn(straight, migration, rows);
        const linter = differencesFromLint(seen.statements, findings.get(migration.name) ?? []);
        const trace: MigrationTrace = Object.freeze({ ...seen, linter });
        traces.push(trace);
        options.onMigration?.(trace);
      }
      await straight.connect((client) => replay(client, [migration]));
    }
  });
  return traces;
}

type Seen = Omit<MigrationTrace, 'linter'>;

/** What our rules find in the ways forward, whatever directives allow. */
async function lintOf(
  migrations: readonly Migration[],
  { select = () => true, schema = 'public' }: TraceOptions,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  await loadParser();
  const linted = lintHistory({
    root: '',
    migrations,
    chosen: new Set(migrations.filter(select).map(({ name }) => name)),
    directions: ['up'],
    defaultSchema: schema,
    severities: {},
  });
  return new Map(linted.map(({ target, findings }) => [target.migration, findings]));
}

/** What rows there are, and whether columns that may hold NULL hold some. */
interface Rows {
  readonly count: number;
  readonly nulls: boolean;
  /** What names the tables that get them. */
  readonly scripts: readonly Script[];
}

/** With rows; where these stop it, on empty tables, which shows the same locks. */
async function traceOn(straight: Scratch, migration: Migration, count: number): Promise<Seen> {
  // NULLs are there for what looks for them; elsewhere they would stop a SET NOT NULL.
  const { up, backfill } = migration;
  const scripts = backfill?.kind === 'sql' ? [up, backfill.script] : [up];
  const looksForNulls = scripts.some(({ sql }) => /\bis\s+null\b/i.test(sql));
  const tries: readonly Rows[] = [
    ...(looksForNulls ? [{ count, nulls: true, scripts }] : []),
    { count, nulls: false, scripts },
    { count: 0, nulls: false, scripts },
  ];
  let failed: unknown;
  for (const rows of tries) {
    try {
      const trace = await traceCopy(straight, migration, rows);
      const why = rows.count === 0 && isAgoraError(failed) ? [failed.message, failed.why] : undefined;
      const words = why?.filter(Boolean).join(' ').replaceAll(migration.up.path, 'migration.sql');
      const note = `traced on empty tables: on rows it fails (${words})`;
      return why === undefined ? trace : { ...trace, notes: [note, ...trace.notes] };
    } catch (error) {
      if (!isAgoraError(error) || !isOfRows(error.code)) throw error;
      failed = error;
    }
  }
  throw failed;
}

/** Whether fewer rows may help. */
function isOfRows(code: string): boolean {
  return code === 'migrations.script_failed' || code.startsWith('backfill.');
}

async function traceCopy(straight: Scratch, migration: Migration, rows: Rows): Promise<Seen> {
  const copy = await straight.copy('trace');
  try {
    return await copy.connect(async (client) => {
      const filled = rows.count === 0 ? [] : await fill(client, rows);
      return {
        ...(await runTraced(copy, client, migration)),
        tables: filled,
        notes: mayFireCode(client)
          ? []
          : ['traced on empty tables: a made-up row could fire code that reaches for the server'],
      };
    });
  } finally {
    await copy.drop();
  }
}

async function fill(client: Client, rows: Rows): Promise<readonly TracedTable[]> {
  if (!mayFireCode(client)) return [];
  const tables = await readTables(client);
  const touched = await touchedTables(client, rows.scripts, tables);
  if (touched.length === 0) return [];
  const { unfilled } = await fillTables(client, { tables });
  const reasons = new Map(unfilled.map(({ table, reason }) => [table, reason]));
  const filled = await multiplyRows(client, { tables: touched, rows: rows.count, nulls: rows.nulls });
  // The first scan of fresh rows would write them anew, to note that they are committed.
  for (const { name } of touched) await client.query(`VACUUM (ANALYZE) ${name}`);
  return filled.map(({ table, rows: has, reason }) => {
    const why = reasons.get(table) ?? reason;
    return { table, rows: has, ...(why === undefined ? {} : { reason: why }) };
  });
}
