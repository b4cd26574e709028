import { type Catalog, compareCatalogs, readCatalog } from '@agora/catalog';
import type { Client } from '@agora/postgres';
import { expect } from 'vitest';

import { makeScript } from '../../project/folder.ts';
import { runScript } from '../../proof/replay.ts';
import type { OnlineMigration } from '../online-migration.ts';
import type { Contraction } from './contraction.ts';
import type { Expansion } from './expansion.ts';

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

/** Runs migrations with their backfills, all rows in one batch. */
export async function expandAll(client: Client, migrations: readonly OnlineMigration[]): Promise<void> {
  for (const { up, backfill } of migrations) {
    await run(client, up);
    if (backfill === undefined) continue;
    await client.query(backfill.statement.replace(':batch', 'true'));
    const { rows } = await client.query<{ done: boolean }>(`SELECT (${backfill.doneWhen}) AS done`);
    expect(rows).toEqual([{ done: true }]);
  }
}

/** Runs the ways back, the last first. */
export async function takeBack(client: Client, migrations: readonly OnlineMigration[]): Promise<void> {
  for (const { down = '' } of migrations.toReversed()) await run(client, down);
}

export function expectSame(expected: Catalog, actual: Catalog): void {
  expect(compareCatalogs(expected, actual).map(({ line }) => line)).toEqual([]);
}

export interface Course {
  /** The change as it would be made at once. */
  readonly plain: string;
  readonly migrations: readonly OnlineMigration[];
  readonly contract: (client: Client) => Promise<Contraction | undefined>;
}

/**
 * From the state before: the plain change and back to nothing, then expansion and contraction, which must give its catalog;
 * then back over the contraction and the expansion, each to the catalog from which it came.
 */
export async function expectFullCourse(
  client: Client,
  { plain, migrations, contract }: Course,
): Promise<void> {
  const before = await readCatalog(client);
  await client.query('BEGIN');
  await client.query(plain);
  const wanted = await readCatalog(client);
  await client.query('ROLLBACK');
  await expandAll(client, migrations);
  const expanded = await readCatalog(client);
  const contraction = await contract(client);
  if (contraction === undefined) throw new Error('there is no contraction');
  expectSame(expanded, await readCatalog(client));
  await run(client, [...contraction.header, ...contraction.statements].join('\n'));
  expectSame(wanted, await readCatalog(client));
  await run(client, contraction.down);
  expectSame(expanded, await readCatalog(client));
  await takeBack(client, migrations);
  expectSame(before, await readCatalog(client));
}
