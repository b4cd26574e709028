import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { dropDatabase, withConnection, withDatabase } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { generateIdentity } from 'age-encryption';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  collectPurges,
  createBackup,
  folderStore,
  parseKey,
  type Purges,
  readPurges,
  restoreBackup,
  restoreTable,
} from '../index.ts';

const database = useTestDatabase();
const purges: Purges = {
  list: `SELECT person, at FROM "Purged people"; `,
  apply: `WITH listed AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS p (person uuid, at timestamptz)),
    gone AS (DELETE FROM people USING listed WHERE id = person)
    INSERT INTO "Purged people" SELECT * FROM listed ON CONFLICT DO NOTHING`,
};
const key = parseKey(await generateIdentity());
const name = `agora_tmp_purges_${process.pid}`;
let folder = '';

const run = (sql: string, url = database.url): Promise<Record<string, unknown>[]> =>
  withConnection(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora purges '));
  await run(`CREATE SCHEMA app; CREATE TABLE app.people (id uuid PRIMARY KEY, name text);
    CREATE TABLE app."Purged people" (person uuid PRIMARY KEY, at timestamptz NOT NULL);
    DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path TO app', current_database()); END $$;
    INSERT INTO app.people SELECT ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'person ' || n FROM generate_series(1, 5) n`);
});

afterAll(async () => {
  await withConnection(database.url, (client) => dropDatabase(client, name));
  await rm(folder, { recursive: true });
});

const purge = (digit: number): Promise<unknown> =>
  run(`WITH gone AS (DELETE FROM people WHERE id::text ~ '${digit}$' RETURNING id)
    INSERT INTO "Purged people" SELECT id, '2026-11-30 10:00:00.123456+05:30' FROM gone`);

test('what was purged after a backup does not come back, and is known to the next one', async () => {
  const store = folderStore(folder);
  const create = { url: database.url, store, key, purges, toolVersion: '1' };
  await purge(1);
  const first = await createBackup(create);
  expect(first.manifest).toMatchObject({ purges: expect.stringMatching(/^purges\.json\.\w+\.age$/) });
  await purge(2);
  await createBackup(create);
  await purge(3);
  const live = await withConnection(database.url, (client) => readPurges(client, purges));
  const unreadable: string[] = [];
  const onUnreadable = (one: string): number => unreadable.push(one);
  const around = { database: first.manifest.database.name, since: first.manifest.begun, onUnreadable };
  const rows = await collectPurges(store, key, around);
  expect([live.length, rows.length, unreadable]).toEqual([3, 2, []]);
  const other = parseKey(await generateIdentity());
  expect(await collectPurges(store, other, around)).toEqual([]);
  expect(unreadable).toHaveLength(2);
  expect(live[0]).toContain('2026-11-30T04:30:00.123456+00:00');
  const restored = {
    backup: first.backup,
    key,
    server: database.url,
    database: name,
    over: true,
    owners: true,
  };
  const url = withDatabase(database.url, name);
  await restoreBackup({ ...restored, purged: { purges, rows: live } });
  expect(await run('SELECT name FROM people ORDER BY 1', url)).toEqual([
    { name: 'person 4' },
    { name: 'person 5' },
  ]);
  expect(await withConnection(url, (client) => readPurges(client, purges))).toEqual(live);
  await run('TRUNCATE people', url);
  const table = { schema: 'app', name: 'people' };
  await restoreTable({ backup: first.backup, key, url, table, purged: { purges, rows: live } });
  expect(await run('SELECT count(*)::int FROM people', url)).toEqual([{ count: 2 }]);
});

test('a statement that forgets, or fails, keeps the database away', async () => {
  const store = folderStore(path.join(folder, 'other'));
  const { backup } = await createBackup({ url: database.url, store, toolVersion: '1' });
  const restore = (apply: string): Promise<unknown> =>
    restoreBackup({
      backup,
      server: database.url,
      database: `${name}_never`,
      over: false,
      owners: true,
      purged: { purges: { ...purges, apply }, rows: ['{"at": null, "person": null}'] },
    });
  const forgets = {
    code: 'backup.purges',
    message: expect.stringContaining('1 of 1 purges are not in the list'),
  };
  await expect(restore('SELECT $1::jsonb')).rejects.toMatchObject(forgets);
  await expect(restore('DELETE FROM nothing WHERE $1::jsonb IS NULL')).rejects.toMatchObject({
    code: 'backup.purges',
  });
  expect(await run(`SELECT datname FROM pg_database WHERE datname = '${name}_never'`)).toEqual([]);
  await expect(
    createBackup({ url: database.url, store, purges: { list: 'SELECT * FROM nothing' }, toolVersion: '1' }),
  ).rejects.toMatchObject({ code: 'backup.purges' });
});
