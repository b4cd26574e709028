import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sweepTemporaryDatabases, withConnection, withDatabase } from '@agora/postgres';
import { testServerUrl, useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBackup, folderStore } from './index.ts';
import { compareRestored } from './verify/compare.ts';
import { checkFiles, openBackup } from './restore/open-backup.ts';

/** `AGORA_KILLS=50 npx vitest run src/killed.test.ts` kills as often as is wanted. */
const kills = Number(process.env['AGORA_KILLS'] ?? 4);
const database = useTestDatabase();
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora killed '));
  await withConnection(database.url, (client) =>
    client.query(
      Array.from(
        { length: 12 },
        (_one, table) => `CREATE TABLE t${table} (id int PRIMARY KEY, text text);
          INSERT INTO t${table} SELECT n, md5(n::text) FROM generate_series(1, 5000) n; CREATE INDEX ON t${table} (text);`,
      ).join('\n'),
    ),
  );
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the fixture and kills it after a time. @returns how long it ran when it was through before */
async function killAfter(ms: number | undefined, ...words: readonly string[]): Promise<number | undefined> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', path.join(import.meta.dirname, 'killed.fixture.ts'), ...words],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const begun = performance.now();
  if (ms !== undefined) void sleep(ms).then(() => child.kill('SIGKILL'));
  const [code] = await ended;
  return code === 0 ? performance.now() - begun : undefined;
}

test('a backup that was killed at any moment is none, and is cleaned up by the next', async () => {
  const place = path.join(folder, 'backups');
  const store = folderStore(place);
  const whole = (await killAfter(undefined, 'create', database.url, place)) ?? 1000;
  for (let number = 0; number < kills; number += 1) {
    await killAfter(Math.random() * whole * 1.1, 'create', database.url, place);
    for (const name of await store.list()) {
      const stored = await store.open(name);
      const { manifest } = await openBackup(stored, undefined);
      await checkFiles(stored, manifest, {});
      expect(manifest.tables.map(({ rows }) => rows)).toEqual(Array.from({ length: 12 }, () => 5000));
    }
  }
  // One that was killed before its owner stood in it, or just after, is left alone for a minute.
  const earlier = new Date(Date.now() - 120_000);
  for (const name of await readdir(place)) await utimes(path.join(place, name), earlier, earlier);
  const { backup } = await createBackup({ url: database.url, store, toolVersion: '1' });
  expect((await readdir(place)).toSorted()).toEqual([...(await store.list())].toSorted());
  expect(await store.list()).toContain(backup.name);
});

test('a restore that was killed at any moment leaves no half database under the wanted name', async () => {
  const server = await testServerUrl();
  const place = path.join(folder, 'restored');
  const store = folderStore(place);
  const { backup } = await createBackup({ url: database.url, store, toolVersion: '1' });
  const opened = await openBackup(backup, undefined);
  const wanted = `agora_tmp_killed_${process.pid}`;
  const drop = (): Promise<unknown> =>
    withConnection(server, (client) => client.query(`DROP DATABASE IF EXISTS ${wanted} WITH (FORCE)`));
  const there = async (): Promise<boolean> =>
    withConnection(server, async (client) => {
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [wanted]);
      return rowCount === 1;
    });
  const words = ['restore', server, place, backup.name, wanted];
  try {
    const whole = (await killAfter(undefined, ...words)) ?? 1000;
    expect(await compareRestored(withDatabase(server, wanted), opened, {})).toEqual({
      faults: [],
      notes: [],
    });
    for (let number = 0; number < kills; number += 1) {
      await drop();
      await killAfter(Math.random() * whole * 1.1, ...words);
      const same = { faults: [], notes: [] };
      expect(
        (await there()) ? await compareRestored(withDatabase(server, wanted), opened, {}) : same,
      ).toEqual(same);
    }
    await drop();
    expect(await killAfter(undefined, ...words)).toBeDefined();
  } finally {
    await drop();
    await sweepTemporaryDatabases(server, { olderThanMs: 0, label: 'restore' });
  }
});
