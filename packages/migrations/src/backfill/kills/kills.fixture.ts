import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { withConnection } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';

import { bundleChild } from '../../bundle-child.fixture.ts';
import { renderBackfill } from '../../project/backfill-file.ts';
import { deploy } from '../../verbs/deploy.ts';

/** What a series of kills has shown. */
export interface KillReport {
  readonly kills: number;
  /** How often a backfill came to its end in between. */
  readonly finished: number;
  /** Rows that were skipped, or done more than once, and ends that were none. Must be empty. */
  readonly faults: readonly string[];
}

const ROWS = 10_000;
/** The longest that a child works before it is killed, in milliseconds. */
const LONGEST_MS = 120;

/** Nothing in it leaves out a row that is done: a second time would show. */
const BACKFILL = renderBackfill({
  table: 'counted',
  key: ['part', 'id'],
  doneWhen: 'SELECT NOT EXISTS (SELECT FROM counted WHERE times = 0)',
  statement: 'UPDATE counted SET times = times + 1 WHERE :batch',
});

/** Runs a backfill in a process that is killed at a random moment, again and again, until it is done; then anew. */
export async function killBackfills(kills: number): Promise<KillReport> {
  const folder = await mkdtemp(path.join(tmpdir(), 'agora kills '));
  const database = await createTestDatabase();
  const { url } = database;
  const directory = path.join(folder, 'migrations');
  const child = path.join(folder, 'child.mjs');
  const report = { kills: 0, finished: 0, faults: [] as string[] };
  const query = (sql: string) => withConnection(url, async (client) => (await client.query(sql)).rows);
  try {
    await bundleChild(path.join(import.meta.dirname, 'kill-child.fixture.ts'), child);
    await migration(directory, '1_counted', {
      'migration.sql':
        'CREATE TABLE counted (part int NOT NULL, id uuid NOT NULL, times int NOT NULL DEFAULT 0, PRIMARY KEY (part, id));',
    });
    await migration(directory, '2_count', { 'migration.sql': 'SELECT 1;', 'backfill.sql': BACKFILL });
    await deploy({ url, directory, backfills: 'later' });
    const fill = `TRUNCATE counted; INSERT INTO counted SELECT n % 7, gen_random_uuid() FROM generate_series(1, ${ROWS}) AS n`;
    await query(fill);
    while (report.kills < kills && report.faults.length === 0) {
      const said = await runAndKill([child, url, directory]);
      if (said === undefined) {
        report.kills += 1;
        continue;
      }
      report.finished += 1;
      if (!said.includes('done')) report.faults.push(said);
      report.faults.push(...(await miscounted(url)));
      await query(`${fill}; DELETE FROM agora.backfills`);
    }
    const [last] = [await runToEnd([child, url, directory])];
    if (!last.includes('done')) report.faults.push(last);
    report.faults.push(...(await miscounted(url)));
    return report;
  } finally {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function miscounted(url: string): Promise<readonly string[]> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ times: number; rows: number }>(
      'SELECT times, count(*)::int AS rows FROM counted WHERE times <> 1 GROUP BY times',
    );
    return rows.map(({ times, rows: count }) => `${count} rows were done ${times} times`);
  });
}

async function migration(
  directory: string,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(path.join(directory, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(directory, name, file), text);
}

/** What it printed at its end; undefined when it was killed before. */
async function runAndKill(words: readonly string[]): Promise<string | undefined> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      resolve();
    });
  });
  const ended = once(child, 'close');
  await Promise.race([begun, ended]);
  await Promise.race([sleep(Math.random() * LONGEST_MS), ended]);
  child.kill('SIGKILL');
  await ended;
  return child.signalCode === 'SIGKILL' ? undefined : said;
}

async function runToEnd(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return said;
}
