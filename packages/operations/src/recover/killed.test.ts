import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createBackup, folderStore } from '@agora/backup';
import { sweepTemporaryDatabases, withConnection, withDatabase } from '@agora/postgres';
import { createTestDatabase, slowTests, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { dropKept, readRecovery, RECOVER_STEPS } from './index.ts';

/** With slow tests, or `AGORA_KILLS=50 npx vitest run src/recover/killed.test.ts`: at so many random moments. */
const kills = Number(process.env['AGORA_KILLS'] ?? (slowTests ? 15 : 0));
let root = '';
let database: TestDatabase;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'agora recover killed '));
  database = await createTestDatabase();
  await run(`CREATE TABLE items (id int PRIMARY KEY, text text); CREATE INDEX ON items (text);
    INSERT INTO items SELECT n, md5(n::text) FROM generate_series(1, 3000) n`);
  await createBackup({ url: database.url, store: folderStore(path.join(root, 'store')), toolVersion: '1' });
});

afterAll(async () => {
  await database.drop();
  await sweepTemporaryDatabases(database.url.replace(/\/[^/]*$/, '/postgres'), {
    olderThanMs: 0,
    label: 'restore',
  });
  await rm(root, { recursive: true });
});

const run = (sql: string, url = database.url): Promise<Record<string, unknown>[]> =>
  withConnection(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

/** @returns what it said, undefined where it was killed */
async function recoverUntil(moment: string): Promise<{ readonly outcome: string } | undefined> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--conditions=source',
      path.join(import.meta.dirname, 'killed.fixture.ts'),
      database.url,
      path.join(root, 'store'),
      path.join(root, 'migrations'),
      path.join(root, 'checks'),
      moment,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [code, signal] = await once(child, 'close');
  expect([code, signal]).toEqual(signal === null ? [0, null] : [null, 'SIGKILL']);
  const said: { outcome: string } | undefined = text === '' ? undefined : JSON.parse(text);
  return said;
}

/** Nothing is lost by a kill: the old rows are somewhere, and whoever gets in finds a whole database. */
async function lookAround(written: number): Promise<void> {
  const { journal, kept } = await readRecovery(database.url);
  const old = journal?.old ?? kept.at(-1)?.database;
  const counts: unknown[] = [];
  for (const url of [database.url, ...(old == null ? [] : [withDatabase(database.url, old)])]) {
    const rows = await run('SELECT count(*)::int AS count FROM items', url).catch(() => []);
    counts.push(...rows.map(({ count }) => count));
  }
  expect(counts).toContain(3000 + written);
  expect(counts.filter((count) => count !== 3000 && count !== 3000 + written)).toEqual([]);
}

async function conclude(): Promise<void> {
  expect(await run('SELECT count(*)::int AS count FROM items')).toEqual([{ count: 3000 }]);
  const { journal, kept } = await readRecovery(database.url);
  expect([journal, kept.length]).toEqual([undefined, 1]);
  for (const one of kept) await dropKept(database.url, one.database);
}

/** Before and after every step; else where a database was made and is not filled, and where the names are changed. */
const moments = slowTests
  ? RECOVER_STEPS.flatMap((name) => [`begins ${name}`, `ended ${name}`])
  : ['begins verify', 'ended swap'];

test('killed at every step, a recovery goes on where it stopped', { timeout: 300_000 }, async () => {
  await run('INSERT INTO items VALUES (0, NULL)');
  for (const moment of moments) {
    expect([moment, await recoverUntil(moment)]).toEqual([moment, undefined]);
    await lookAround(1);
  }
  expect(await recoverUntil('never')).toMatchObject({ outcome: 'recovered' });
  await conclude();
});

test.runIf(kills > 0)('killed at any moment, too', { timeout: kills * 60_000 }, async () => {
  let longest = 3000;
  for (let number = 0; number < kills; number += 1) {
    await run(`INSERT INTO items VALUES (-1 - ${number}, NULL)`);
    const begun = performance.now();
    const said = await recoverUntil(String(Math.round(Math.random() * longest)));
    if (said !== undefined) longest = Math.min(longest, performance.now() - begun);
    await lookAround(1);
    expect(said ?? (await recoverUntil('never'))).toMatchObject({ outcome: 'recovered' });
    await conclude();
  }
});
