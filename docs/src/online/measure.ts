import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { makeScript, type Migration, rewriteChosen, traceInPlace, type TracedRun } from '@agora/migrations';
import {
  createTemporaryDatabase,
  disposableSettings,
  dropTemporaryDatabase,
  startEmbedded,
  stopEmbedded,
  withConnection,
  withDatabase,
  withTemporaryDatabase,
} from '@agora/postgres';
import { fillTables, multiplyRows } from '@agora/seeding/fill';

import { type OnlineCase, TABLES } from './cases.ts';

/** One migration, with what was seen of it. */
export interface MeasuredFile {
  /** Of its folder, without the time in front. */
  readonly name: string;
  readonly sql: string;
  /** Its backfill.sql. */
  readonly backfill?: string;
  readonly trace: TracedRun;
}

/** A change, as it was written and as it is safe. */
export interface Measured extends Pick<OnlineCase, 'title' | 'why'> {
  readonly before: readonly MeasuredFile[];
  /** Empty where nothing of it is written anew. */
  readonly after: readonly MeasuredFile[];
  /** What stays as it was written, and why. */
  readonly left: readonly string[];
}

/** A server with a database that has the tables and their rows, of which each measurement gets a copy. */
interface Ground {
  readonly adminUrl: string;
  readonly filled: string;
}

/**
 * Measures cases one after another, on a server of their own that is gone afterwards.
 * @param rows of each table
 * @param onStep told of each step as it begins
 */
export async function measureAll(
  cases: readonly OnlineCase[],
  rows: number,
  onStep: (text: string) => void = () => {},
): Promise<readonly Measured[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'agora online '));
  try {
    const { url: adminUrl } = await startEmbedded({ directory, settings: disposableSettings });
    onStep(`filling tables with ${rows} rows`);
    const { name: filled } = await createTemporaryDatabase(adminUrl, { label: 'filled' });
    await fill(withDatabase(adminUrl, filled), rows);
    const measured: Measured[] = [];
    for (const one of cases) {
      onStep(one.title);
      measured.push(await measure(one, { adminUrl, filled }));
    }
    await dropTemporaryDatabase(adminUrl, filled);
    return measured;
  } finally {
    await stopEmbedded({ directory });
    await rm(directory, { recursive: true, force: true });
  }
}

async function fill(url: string, rows: number): Promise<void> {
  await withConnection(url, async (client) => {
    await client.query(TABLES);
    await fillTables(client);
    await multiplyRows(client, { rows });
    // What was made up row by row points at no customer.
    await client.query('DELETE FROM orders o WHERE NOT EXISTS (SELECT FROM customers c WHERE c.id = o.customer_id)');
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  });
}

async function measure(one: OnlineCase, ground: Ground): Promise<Measured> {
  const tables = migration('20260101000000_tables', [TABLES, one.setup ?? ''].join('\n'));
  const original = migration('20260102000000_change', one.before);
  const [report] = await rewriteChosen({
    adminUrl: ground.adminUrl,
    migrations: [tables, original],
    isChosen: (candidate) => candidate === original,
  });
  const parts = report === undefined || report.rewritten.length === 0 ? [] : report.parts;
  return {
    title: one.title,
    why: one.why,
    before: await traced([original], one, ground),
    after: await traced(parts, one, ground),
    left: report?.left.map(({ reason }) => reason) ?? [],
  };
}

async function traced(
  migrations: readonly Migration[],
  { setup }: OnlineCase,
  { adminUrl, filled }: Ground,
): Promise<readonly MeasuredFile[]> {
  if (migrations.length === 0) return [];
  const use = async (url: string): Promise<readonly TracedRun[]> => {
    if (setup !== undefined) await withConnection(url, (client) => client.query(setup));
    return traceInPlace(url, migrations);
  };
  const runs = await withTemporaryDatabase(adminUrl, use, { label: 'online', template: filled });
  return migrations.flatMap(({ name, up, backfill }, index) => {
    const trace = runs[index];
    const filling = backfill?.kind === 'sql' ? { backfill: backfill.script.sql } : {};
    return trace === undefined ? [] : [{ name: name.replace(/^\d+_/, ''), sql: up.sql, ...filling, trace }];
  });
}

function migration(name: string, sql: string): Migration {
  const directory = `/project/prisma/migrations/${name}`;
  return { name, directory, up: makeScript(`${directory}/migration.sql`, `${sql}\n`) };
}
