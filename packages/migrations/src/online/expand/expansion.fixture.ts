import { type Catalog, compareCatalogs, readCatalog } from '@agora/catalog';
import { type Client, splitStatements } from '@agora/postgres';
import { loadParser, parseStatements } from '@agora/postgres/parser';
import { expect } from 'vitest';

import { lintMigrations } from '../../lint/lint.ts';
import { renderBackfill, renderBackfillGuard } from '../../project/backfill-file.ts';
import { makeScript, type Migration } from '../../project/folder.ts';
import { runScript } from '../../proof/replay.ts';
import type { OnlineMigration } from '../online-migration.ts';
import { contractExpansion } from './contract-expansion.ts';
import type { Contraction } from './contraction.ts';
import { expandStatement } from './expand-statement.ts';
import type { Expansion } from './expansion.ts';
import { openExpansions } from './open-expansions.ts';

/** Runs a script as a deploy would. */
export async function run(client: Client, sql: string): Promise<void> {
  await runScript(client, makeScript('migration.sql', sql));
}

/** The migrations of an expansion that must be there. */
export function migrationsOf(expansion: Expansion | undefined): readonly OnlineMigration[] {
  if (expansion === undefined || 'reason' in expansion)
    throw new Error(`no expansion: ${expansion?.reason ?? 'nothing to expand'}`);
  return expansion.migrations;
}

/** Runs a migration with its backfill, all rows in one batch. */
async function expandOne(client: Client, { up, backfill }: OnlineMigration): Promise<void> {
  await run(client, up);
  if (backfill === undefined) return;
  await client.query(backfill.statement.replace(':batch', 'true'));
  const { rows } = await client.query<{ done: boolean }>(`SELECT (${backfill.doneWhen}) AS done`);
  expect(rows).toEqual([{ done: true }]);
}

/** Runs migrations with their backfills. */
export async function expandAll(client: Client, migrations: readonly OnlineMigration[]): Promise<void> {
  for (const migration of migrations) await expandOne(client, migration);
}

function expectSame(expected: Catalog, actual: Catalog): void {
  expect(compareCatalogs(expected, actual).map(({ line }) => line)).toEqual([]);
}

/** The name of the first of the migrations of an expansion. */
export const FIRST = 'change';

/** What the linter objects to in these migrations, each with its way back. */
async function findings(before: string, after: readonly OnlineMigration[]): Promise<readonly string[]> {
  const all = [{ suffix: 'init', up: before, down: '' }, ...after];
  const migrations = all.map(({ suffix, up, down = '', backfill }: OnlineMigration, n): Migration => {
    const name = ['init', FIRST][n] ?? `${FIRST}_${n}_${suffix}`;
    const file = (kind: string, sql: string) => makeScript(`/${name}/${kind}.sql`, sql);
    return {
      name,
      directory: `/${name}`,
      up: file('migration', up),
      down: file('down', down),
      ...(backfill === undefined
        ? {}
        : { backfill: { kind: 'sql', script: file('backfill', renderBackfill(backfill)) } }),
    };
  });
  const only = migrations.slice(1).map(({ name }) => name);
  const result = await lintMigrations({ root: '/', migrations, only, squawk: false });
  return result.findings
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, rule, message }) => `${file}:${line} ${rule} ${message}`);
}

export interface Course {
  /** What made the state before. */
  readonly init: string;
  /** The change as it would be made at once. */
  readonly plain: string;
  readonly migrations: readonly OnlineMigration[];
  readonly contract: (client: Client) => Promise<Contraction | undefined>;
  /** What clients see: before the change, and after it. */
  readonly see?: string;
}

/**
 * From the state before: the plain change and back to nothing, then expansion and contraction, which must give its catalog
 * and its rows; then back over each, to the catalog from which it came and the rows of the beginning.
 */
export async function expectFullCourse(
  client: Client,
  { init, plain, migrations, contract, see }: Course,
): Promise<void> {
  const seen = async (): Promise<unknown> => see && (await client.query(see)).rows;
  const rows = await seen();
  await client.query('BEGIN');
  await client.query(plain);
  const wanted = await readCatalog(client);
  const wantedRows = await seen();
  await client.query('ROLLBACK');
  const states: Catalog[] = [await readCatalog(client)];
  for (const migration of migrations) {
    await expandOne(client, migration);
    states.push(await readCatalog(client));
  }
  const contraction = await contract(client);
  if (contraction === undefined) throw new Error('there is no contraction');
  const expanded = states.at(-1);
  if (expanded !== undefined) expectSame(expanded, await readCatalog(client));
  const { doneWhen } = contraction;
  const guard = doneWhen === undefined ? [] : [renderBackfillGuard(FIRST, doneWhen)];
  const contracting = {
    suffix: 'contract',
    up: [...contraction.header, ...guard, ...contraction.statements].join('\n'),
    down: contraction.down,
  };
  expect(await findings(init, [...migrations, contracting])).toEqual([]);
  await run(client, contracting.up);
  expectSame(wanted, await readCatalog(client));
  expect(await seen()).toEqual(wantedRows);
  const downs = [...migrations.map(({ down = '' }) => down), contraction.down].toReversed();
  for (const down of downs) {
    await run(client, down);
    const before = states.pop();
    if (before !== undefined) expectSame(before, await readCatalog(client));
  }
  expect(await seen()).toEqual(rows);
}

/** The expansion of a script of one statement. */
export async function expansionOf(client: Client, sql: string): Promise<Expansion | undefined> {
  await loadParser();
  const [statement] = parseStatements(splitStatements(sql)).statements;
  if (statement === undefined) return undefined;
  const migration = { name: FIRST, up: makeScript('migration.sql', sql) };
  return expandStatement(client, statement, { migration, schema: 'public' });
}

/** The course of a script of one statement. */
export async function expectCourse(
  client: Client,
  { init, change, see }: { readonly init: string; readonly change: string; readonly see: string },
): Promise<void> {
  const migrations = migrationsOf(await expansionOf(client, change));
  const history = migrations.map(({ up }, n) => ({
    name: n === 0 ? FIRST : `${n}`,
    directory: '',
    up: makeScript('migration.sql', up),
  }));
  const [open] = openExpansions(history, 'public');
  const contract = async (one: Client): Promise<Contraction | undefined> =>
    open && contractExpansion(one, open);
  await expectFullCourse(client, { init, plain: change, migrations, see, contract });
}
