import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withConnection, withDatabase } from '@agora/postgres';
import { testServerUrl, useTestDatabase, withTestRole } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBackup, folderStore, restoreBackup, verifyBackup } from '../index.ts';

const database = useTestDatabase();
let folder = '';
let server = '';
beforeAll(async () => {
  server = await testServerUrl();
  folder = await mkdtemp(path.join(tmpdir(), 'agora restore '));
});
afterAll(() => rm(folder, { recursive: true }));

const query = (url: string, sql: string): Promise<Record<string, unknown>[]> =>
  withConnection(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
const make = (url: string, place: string): ReturnType<typeof createBackup> =>
  createBackup({ url, store: folderStore(path.join(folder, place)), toolVersion: '1' });
test('rows that a policy hides from the role are an error, and leave nothing', async () => {
  await withTestRole(database.url, async (role) => {
    await query(
      database.url,
      `CREATE TABLE hidden (id int); INSERT INTO hidden VALUES (1), (2);
       ALTER TABLE hidden OWNER TO "${role.name}"; ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; ALTER TABLE hidden FORCE ROW LEVEL SECURITY;
       CREATE POLICY odd ON hidden USING (id % 2 = 1)`,
    );
    await expect(make(role.url, 'hidden')).rejects.toMatchObject({ code: 'backup.rows_hidden' });
    expect(await folderStore(path.join(folder, 'hidden')).list()).toEqual([]);
    await query(database.url, 'DROP TABLE hidden');
  });
});

test('roles are known by name: a restore names those that are missing, or goes without owners', async () => {
  const made = await withTestRole(database.url, async (role) => {
    await query(
      database.url,
      `CREATE TABLE owned (id serial PRIMARY KEY, note text); INSERT INTO owned (note) VALUES ('x');
       ALTER TABLE owned OWNER TO "${role.name}"; CREATE TABLE granted (id int); GRANT SELECT ON granted TO "${role.name}"`,
    );
    const backup = await make(database.url, 'roles');
    // On a private server the roles are made.
    await verifyBackup({ backup: backup.backup });
    const wanted = `agora_tmp_owned_${process.pid}`;
    try {
      await restoreBackup({ backup: backup.backup, server, database: wanted, over: false, owners: true });
      expect(
        await query(
          withDatabase(server, wanted),
          `SELECT tableowner AS owner FROM pg_tables WHERE tablename = 'owned'`,
        ),
      ).toEqual([{ owner: role.name }]);
    } finally {
      await query(server, `DROP DATABASE IF EXISTS ${wanted} WITH (FORCE)`);
    }
    await query(database.url, 'DROP TABLE owned, granted');
    return { ...backup, role: role.name };
  });
  const wanted = `agora_tmp_unowned_${process.pid}`;
  const restore = { backup: made.backup, server, database: wanted, over: false };
  await expect(restoreBackup({ ...restore, owners: true })).rejects.toMatchObject({
    code: 'backup.roles_missing',
    message: expect.stringContaining(made.role),
  });
  try {
    await restoreBackup({ ...restore, owners: false });
    const url = withDatabase(server, wanted);
    expect(await query(url, 'SELECT * FROM owned')).toEqual([{ id: 1, note: 'x' }]);
    expect(
      await query(url, `SELECT tableowner = current_user AS mine FROM pg_tables WHERE tablename = 'owned'`),
    ).toEqual([{ mine: true }]);
  } finally {
    await query(server, `DROP DATABASE IF EXISTS ${wanted} WITH (FORCE)`);
  }
});

test('extensions that the server lacks are named before anything is made', async () => {
  const other = `agora_tmp_lacking_${process.pid}`;
  const url = withDatabase(server, other);
  await query(server, `CREATE DATABASE ${other}`);
  try {
    await query(url, 'CREATE EXTENSION pg_trgm');
    // As of another server, which has it.
    await query(
      url,
      `SET allow_system_table_mods = on; UPDATE pg_extension SET extname = 'elsewhere' WHERE extname = 'pg_trgm'`,
    );
    const { backup } = await make(url, 'extensions');
    const wanted = `agora_tmp_never_${process.pid}`;
    const lacking = { code: 'backup.extensions_missing', message: expect.stringContaining('elsewhere') };
    await expect(
      restoreBackup({ backup, server, database: wanted, over: false, owners: true }),
    ).rejects.toMatchObject(lacking);
    await expect(verifyBackup({ backup, server })).rejects.toMatchObject(lacking);
    expect(await query(server, `SELECT FROM pg_database WHERE datname = '${wanted}'`)).toEqual([]);
  } finally {
    await query(server, `DROP DATABASE ${other} WITH (FORCE)`);
  }
});

test('all is of one moment, however much is written meanwhile', async () => {
  await query(
    database.url,
    `CREATE TABLE one (id int PRIMARY KEY, amount int); CREATE TABLE two (id int PRIMARY KEY, amount int);
     INSERT INTO one SELECT n, 10 FROM generate_series(1, 3000) n; INSERT INTO two SELECT n, 10 FROM generate_series(1, 3000) n`,
  );
  const stop = new AbortController();
  const writing = withConnection(database.url, async (client) => {
    for (let number = 1; !stop.signal.aborted; number += 1) {
      const id = (number % 3000) + 1;
      await client.query(
        `WITH taken AS (UPDATE one SET amount = amount - 1 WHERE id = ${id}) UPDATE two SET amount = amount + 1 WHERE id = ${id}`,
      );
    }
  });
  const wanted = `agora_tmp_moment_${process.pid}`;
  try {
    const { backup } = await make(database.url, 'moment');
    await restoreBackup({ backup, server, database: wanted, over: false, owners: true });
    expect(
      await query(
        withDatabase(server, wanted),
        'SELECT (SELECT sum(amount) FROM one)::int + (SELECT sum(amount) FROM two)::int AS sum',
      ),
    ).toEqual([{ sum: 60_000 }]);
  } finally {
    stop.abort();
    await writing;
    await query(server, `DROP DATABASE IF EXISTS ${wanted} WITH (FORCE)`);
  }
});

test('stopped in the middle it leaves nothing, neither a backup nor a database', async () => {
  const stop = new AbortController();
  const store = folderStore(path.join(folder, 'stopped'));
  const making = createBackup({
    url: database.url,
    store,
    toolVersion: '1',
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(making).rejects.toMatchObject({ name: 'AbortError' });
  expect(await store.clean()).toEqual([]);
  expect(await store.list()).toEqual([]);
});
