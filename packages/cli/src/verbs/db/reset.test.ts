import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { withConnection } from '@agora/postgres';
import { type CliRun, useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { runAgora, runAgoraInTerminal, startAgora } from '../../agora.fixture.ts';
import { makeProject, writeMigrations } from '../../project/open/project.fixture.ts';

const database = useTestDatabase();
const items = { '20240101000000_items': 'CREATE TABLE items (id int PRIMARY KEY);' };
const name = (): string => new URL(database.url).pathname.slice(1);

let folder = '';
let shop = '';
const insert = `import pg from '${pathToFileURL(createRequire(createRequire(import.meta.url).resolve('@agora/postgres')).resolve('pg')).href}';
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query('INSERT INTO items VALUES (1)');
await client.end();
console.log('seeded for ' + process.env.AGORA_ENV + ' ' + process.env.AGORA_SEEDS);`;

/** Ends when nobody reads it any more. */
const slowSeed = `process.stdout.on('error', () => process.exit()); setInterval(() => console.log('sowing'), 100);`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora reset '));
  shop = await makeProject(path.join(folder, 'shop'), items, 'node seed.mjs');
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  await writeFile(path.join(shop, 'seed.mjs'), insert);
  await sql(
    'DROP SCHEMA IF EXISTS public CASCADE; DROP SCHEMA IF EXISTS agora CASCADE; CREATE SCHEMA public',
  );
});

const sql = (text: string): Promise<Record<string, unknown>[]> =>
  withConnection(database.url, async (client) => (await client.query<Record<string, unknown>>(text)).rows);
const options = (
  env: Record<string, string> = {},
  cwd = shop,
): { cwd: string; env: Record<string, string> } => ({
  cwd,
  env: { DATABASE_URL: database.url, ...env },
});
const reset = (words: readonly string[], env?: Record<string, string>, cwd?: string): Promise<CliRun> =>
  runAgora(['db', 'reset', ...words], options(env, cwd));
const deploy = (cwd = shop): Promise<CliRun> => runAgora(['migrate', 'deploy', '--quiet'], options({}, cwd));

test('wants the name of the database, and no other word', async () => {
  for (const words of [[], ['--confirm', 'yes'], ['--confirm', '']]) {
    const run = await reset(words);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('cli.not_confirmed');
    expect(run.stderr).toContain(`fix  agora db reset --confirm ${name()}`);
  }
  expect((await reset(['--yes'])).code).toBe(64);
});

test("drops what is in it, applies the history and runs the project's own seeds", async () => {
  await deploy();
  await sql('INSERT INTO items VALUES (7); CREATE TABLE left_over ()');
  await writeFile(path.join(shop, 'agora.config.json'), '{"environments":{"development":{"seeds":"small"}}}');
  const planned = await reset(['--dry-run']);
  expect(planned).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^drop +public with 2 tables\napply/),
  });
  expect(await sql('SELECT id FROM items')).toEqual([{ id: 7 }]);
  const run = await reset(['--confirm', name(), '--json']);
  await rm(path.join(shop, 'agora.config.json'));
  expect(run.code).toBe(0);
  expect(run.json()).toMatchObject({
    database: name(),
    dropped: [{ name: 'public', tables: 2 }],
    applied: Object.keys(items),
    seeded: 'node seed.mjs',
  });
  expect(run.stderr).toContain('seeded for development small');
  expect(await sql(`SELECT id, to_regclass('left_over') AS left FROM items`)).toEqual([
    { id: 1, left: null },
  ]);
});

test('leaves it empty with --skip-seed, and where a project has no seeds', async () => {
  expect((await reset(['--confirm', name(), '--skip-seed', '--json'])).json()).toMatchObject({
    seeded: null,
  });
  const bare = await makeProject(path.join(folder, 'bare'), items);
  const run = await reset(['--confirm', name()], {}, bare);
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('The project names no seeds') });
  await writeFile(path.join(bare, 'package.json'), '{"prisma":{"seed":"node ../shop/seed.mjs"}}');
  expect((await reset(['--confirm', name(), '--json'], {}, bare)).json()).toMatchObject({
    seeded: 'node ../shop/seed.mjs',
  });
});

test('is refused outside development, confirmed or not, and loses nothing', async () => {
  await deploy();
  await sql('INSERT INTO items VALUES (7)');
  const production = await reset(['--confirm', name()], { AGORA_ENV: 'production' });
  expect(production.stderr).toContain('operations.refused_in_production');
  const staging = await reset(['--confirm', name(), '--env', 'staging']);
  expect(staging.stderr).toContain('operations.reset_refused');
  const overruled = await reset(['--env', 'production', '--confirm', name()], { AGORA_ENV: 'development' });
  expect(overruled.stderr).toContain('operations.refused_in_production');
  expect([production.code, staging.code, overruled.code]).toEqual([1, 1, 1]);
  expect(await sql('SELECT id FROM items')).toEqual([{ id: 7 }]);
});

test("is refused for a database that is not this project's", async () => {
  const other = await makeProject(path.join(folder, 'other'), {
    '20230101000000_notes': 'CREATE TABLE notes ();',
  });
  await deploy(other);
  const run = await reset(['--confirm', name(), '--json']);
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({
    error: { code: 'operations.foreign_database', fix: expect.any(String) },
  });
  expect(await sql(`SELECT to_regclass('notes') IS NOT NULL AS kept`)).toEqual([{ kept: true }]);
});

test('tells how the seeds failed: the database is migrated by then', async () => {
  await writeFile(path.join(shop, 'seed.mjs'), `console.error('no such supplier'); process.exit(4)`);
  const run = await reset(['--confirm', name()]);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('operations.seed_failed');
  expect(run.stderr).toContain('no such supplier');
  expect(await sql('SELECT count(*)::int AS rows FROM items')).toEqual([{ rows: 0 }]);
});

test('two at once: the second waits, and both end well', async () => {
  const runs = await Promise.all([1, 2].map(() => reset(['--confirm', name(), '--json'])));
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(await sql('SELECT id FROM items')).toEqual([{ id: 1 }]);
});

test.each([
  ['SIGINT', 130],
  ['SIGKILL', null],
] as const)('%s in the seeds or in a migration leaves what the next reset takes', async (signal, code) => {
  await writeFile(path.join(shop, 'seed.mjs'), slowSeed);
  const seeding = startAgora(['db', 'reset', '--confirm', name()], options());
  await seeding.printed('sowing');
  seeding.kill(signal);
  expect((await seeding.ended).code).toBe(code);

  const slow = await makeProject(
    path.join(folder, `slow ${signal}`),
    { ...items, '20240102000000_slow': 'SELECT pg_sleep(60);' },
    'node ../shop/seed.mjs',
  );
  const migrating = startAgora(['db', 'reset', '--confirm', name()], options({}, slow));
  await migrating.printed('applied 20240101000000_items');
  migrating.kill(signal);
  expect((await migrating.ended).code).toBe(code);

  await writeFile(path.join(shop, 'seed.mjs'), insert);
  await writeMigrations(slow, { '20240102000000_slow': 'SELECT 1;' });
  const again = await reset(['--confirm', name()], {}, slow);
  expect(again).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('is as new: 2 migrations, seeded.'),
  });
});

function inTerminal(type: string, ...words: string[]): Promise<CliRun> {
  return runAgoraInTerminal(['db', 'reset', ...words], {
    ...options(),
    answers: [{ after: 'to go on', type }],
  });
}

// util-linux' script, with the options used here, is on Linux alone.
describe.runIf(process.platform === 'linux' && existsSync('/usr/bin/script'))('in a terminal', () => {
  test('asks for the name, and another answer changes nothing', async () => {
    const run = await inTerminal('something else\r');
    expect(run.stdout).toContain('will be lost');
    expect(run.stdout).toContain('is not the name of the database');
    expect(run.code).toBe(1);
  });

  test('goes on when the name is typed', async () => {
    const run = await inTerminal(`${name()}\r`, '--skip-seed');
    expect(run.stdout).toContain('is as new');
    expect(run.code).toBe(0);
  });

  test('takes Ctrl-C at its question for no', async () => {
    const run = await inTerminal('\u0003');
    expect(run.stdout).toContain('cli.interrupted');
    expect(run.code).toBe(130);
  });
});
