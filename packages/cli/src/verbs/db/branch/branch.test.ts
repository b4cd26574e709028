import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { readBranches } from '@agora/operations';
import { quoteIdentifier, withConnection, withDatabase } from '@agora/postgres';
import { cliEnvironment, type CliRun, createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';

import { runAgora } from '../../../agora.fixture.ts';
import { makeProject } from '../../../project/open/project.fixture.ts';

const root = mkdtempSync(path.join(tmpdir(), 'agora branch '));
const made: string[] = [];
let main: TestDatabase;

const base = (): string => new URL(main.url).pathname.slice(1);
const sql = (url: string, text: string): Promise<Record<string, unknown>[]> =>
  withConnection(url, async (client) => (await client.query<Record<string, unknown>>(text)).rows);
const agora = (words: readonly string[], env: Record<string, string> = {}): Promise<CliRun> =>
  runAgora(words, { cwd: root, env: { DATABASE_URL: main.url, ...env } });
const branch = (...words: readonly string[]): Promise<CliRun> => agora(['db', 'branch', ...words, '--json']);
const git = (...words: readonly string[]) =>
  execFileSync('git', ['-C', root, ...words], { env: cliEnvironment() });
const meant = async (env: Record<string, string> = {}): Promise<string> =>
  new URL((await agora(['db', 'url'], env)).stdout.trim()).pathname.slice(1);

async function create(...words: readonly string[]): Promise<Record<string, unknown>> {
  const run = await branch('create', ...words);
  expect(run.stderr).not.toContain('error:');
  const document = z.record(z.string(), z.unknown()).parse(run.json());
  made.push(String(document['database']));
  return document;
}

beforeAll(async () => {
  main = await createTestDatabase();
  await makeProject(root, { '20260101000000_init': 'CREATE TABLE "Item" (id int PRIMARY KEY);\n' });
  execFileSync('git', ['init', '-q', '-b', 'trunk'], { cwd: root, env: cliEnvironment() });
  await agora(['migrate', 'deploy']);
  await sql(
    main.url,
    `INSERT INTO "Item" VALUES (1); ALTER DATABASE ${quoteIdentifier(base())} SET search_path TO "$user", public, "Odd Schema";
     ALTER DATABASE ${quoteIdentifier(base())} SET work_mem TO '5MB'; REVOKE TEMPORARY ON DATABASE ${quoteIdentifier(base())} FROM PUBLIC`,
  );
});

afterAll(async () => {
  await sql(withDatabase(main.url, 'postgres'), 'SELECT 1');
  for (const database of made)
    await sql(
      withDatabase(main.url, 'postgres'),
      `DROP DATABASE IF EXISTS ${quoteIdentifier(database)} WITH (FORCE)`,
    );
  await main.drop();
  rmSync(root, { recursive: true, force: true });
});

test('a branch has everything, and is another database', async () => {
  const { database, method } = await create('Feature/Login');
  expect(database).toMatch(new RegExp(`^${base()}_feature_login_[0-9a-f]{6}$`));
  expect(['clone', 'copy']).toContain(method);
  const url = withDatabase(main.url, String(database));
  await sql(url, 'INSERT INTO "Item" VALUES (2)');
  expect(await sql(main.url, 'SELECT count(*)::int AS n FROM "Item"')).toEqual([{ n: 1 }]);
  expect(await sql(url, 'SELECT count(*)::int AS n FROM "Item"')).toEqual([{ n: 2 }]);
  expect(
    await sql(
      url,
      `SELECT current_setting('search_path') AS path, current_setting('work_mem') AS memory,
              has_database_privilege('public', current_database(), 'TEMPORARY') AS temporary`,
    ),
  ).toEqual([{ path: '"$user", public, "Odd Schema"', memory: '5MB', temporary: false }]);
  const again = await branch('create', 'Feature/Login');
  expect(again).toMatchObject({ code: 1, stdout: expect.stringContaining('operations.branch_exists') });
});

test('switch changes what the development URL means, and nothing else', async () => {
  const { database } = await create('try-it');
  expect(await meant()).toBe(base());
  await branch('switch', 'try-it');
  expect(await meant()).toBe(database);
  // By every name of this machine; other environments and other databases are as they were.
  expect(await meant({ DATABASE_URL: main.url.replace('127.0.0.1', 'localhost') })).toBe(database);
  expect(await meant({ AGORA_ENV: 'staging' })).toBe(base());
  expect(await meant({ DATABASE_URL: withDatabase(main.url, 'postgres') })).toBe('postgres');
  expect((await agora(['db', 'url', '--url', main.url])).stdout).toContain(`/${base()}`);

  await agora(['migrate', 'rollback', '--accept-data-loss']);
  await sql(withDatabase(main.url, String(database)), 'CREATE TABLE stray ()');
  expect((await agora(['migrate', 'status'])).stdout).toContain('pending');
  expect(await sql(main.url, 'SELECT count(*)::int AS n FROM "Item"')).toEqual([{ n: 1 }]);

  // What is meant now is what is copied.
  const { database: second } = await create('second');
  expect(
    await sql(withDatabase(main.url, String(second)), `SELECT to_regclass('stray') IS NOT NULL AS there`),
  ).toEqual([{ there: true }]);
  expect((await branch('list')).json()).toMatchObject({
    base: base(),
    current: database,
    branches: expect.arrayContaining([
      expect.objectContaining({ name: 'second', from: database, current: false }),
      expect.objectContaining({ name: 'try-it', from: base(), current: true }),
    ]),
  });
  const current = await branch('delete', 'try-it', '--confirm', String(database));
  expect(current.stdout).toContain('cli.branch_current');
  await branch('switch', 'main');
  expect(await meant()).toBe(base());
});

test('databases that come and go meanwhile are no fault', async () => {
  await create('stays');
  const ending = new AbortController();
  const others = withConnection(withDatabase(main.url, 'postgres'), async (client) => {
    const name = quoteIdentifier(`${base()}_comes_and_goes`);
    const mark = `agora branch {"name":"passing","of":"${base()}","from":"${base()}","made":"2026-01-01"}`;
    while (!ending.signal.aborted) {
      await client.query(`CREATE DATABASE ${name}`);
      await client.query(`COMMENT ON DATABASE ${name} IS '${mark}'`);
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
  try {
    for (let round = 0; round < 100; round++) {
      const { branches } = await readBranches(main.url);
      expect(branches.map(({ name }) => name)).toContain('stays');
    }
  } finally {
    ending.abort();
    await others;
  }
});

test('a URL that stands in the configuration itself means the branch, too', async () => {
  const { database } = await create('literal');
  await branch('switch', 'literal');
  const config = path.join(root, 'literal.config.ts');
  writeFileSync(
    config,
    `export default { schema: 'prisma/schema.prisma', datasource: { url: '${main.url}' } };\n`,
  );
  const run = await agora(['doctor', '--config', config], { DATABASE_URL: '' });
  expect(run.stdout).toContain(`/${String(database)}`);
  await branch('switch', 'main');
});

test('by git: the branch of its name, and main where there is none', async () => {
  git('checkout', '-q', '-b', 'fix/ümlaut');
  const { name, database } = await create('--switch');
  expect(name).toBe('fix/ümlaut');
  expect(await meant()).toBe(database);
  git('checkout', '-q', '--orphan', 'other');
  await branch('switch', '--git');
  expect(await meant()).toBe(base());
  git('symbolic-ref', 'HEAD', 'refs/heads/fix/ümlaut');
  await branch('switch', '--git');
  expect(await meant()).toBe(database);
  await branch('switch', 'main');
});

test('one whose database was dropped by hand is named as that, with the way out', async () => {
  const { database } = await create("it's gone", '--switch');
  await sql(withDatabase(main.url, 'postgres'), `DROP DATABASE ${quoteIdentifier(String(database))}`);
  const run = await agora(['migrate', 'status']);
  expect(run).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /The branch it's gone was switched to, [^]*agora db branch switch main; then[^]*create 'it'\\''s gone' --switch/,
    ),
  });
  await branch('switch', 'main');
  expect(await meant()).toBe(base());
});

test('sessions are named, and ended only with --force', async () => {
  await withConnection({ url: main.url, applicationName: 'the shop' }, async (client) => {
    const refused = await branch('create', 'busy');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('operations.branch_in_use');
    expect(refused.stdout).toContain('the shop');
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await create('busy', '--force');
    await expect(client.query('SELECT 1')).rejects.toThrow(/terminat|queryable/);
  });
  const database = made.at(-1) ?? '';
  await withConnection(
    { url: withDatabase(main.url, database), applicationName: 'the worker' },
    async (client) => {
      const refused = await branch('delete', 'busy', '--confirm', database);
      expect(refused.stdout).toContain('the worker');
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      expect((await branch('delete', 'busy', '--confirm', database, '--force')).code).toBe(0);
    },
  );
  expect(
    await sql(main.url, `SELECT count(*)::int AS n FROM pg_database WHERE datname = '${database}'`),
  ).toEqual([{ n: 0 }]);
});

test('only what agora made is deleted, by its name, and never outside development', async () => {
  const stranger = `${base()}_stranger`;
  made.push(stranger);
  await sql(withDatabase(main.url, 'postgres'), `CREATE DATABASE ${quoteIdentifier(stranger)}`);
  for (const name of ['stranger', stranger, base(), 'main', 'postgres'])
    expect((await branch('delete', name, '--confirm', name)).stdout).toContain('operations.no_branch');
  const { database } = await create('kept');
  expect((await branch('delete', 'kept')).stdout).toContain('cli.not_confirmed');
  for (const words of [
    ['create', 'x'],
    ['switch', 'kept'],
    ['delete', 'kept', '--confirm', String(database)],
    ['list'],
  ]) {
    const run = await agora(['db', 'branch', ...words, '--json'], { AGORA_ENV: 'production' });
    expect(run.stdout).toContain('cli.branch_refused');
  }
  expect((await branch('create', 'main')).stdout).toContain('operations.branch_name');
  expect((await branch('switch', 'nowhere')).stdout).toContain('operations.no_branch');
  expect((await branch('delete', 'kept', '--confirm', String(database))).code).toBe(0);
});
