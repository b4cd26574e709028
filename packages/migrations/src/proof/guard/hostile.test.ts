import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { isAgoraError } from '@agora/core';
import {
  type Client,
  clientConfig,
  disposableSettings,
  makeClient,
  startEmbedded,
  stopEmbedded,
  withConnection,
  withDatabase,
} from '@agora/postgres';
import { slowTests } from '@agora/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { replayedCatalog } from '../../docs/load-catalog.ts';
import { fixtureProject, type FixtureProject } from '../../project.fixture.ts';
import { makeScript, readFolder } from '../../project/folder.ts';
import type { Project } from '../../prisma/project.ts';
import { checkMigrations } from '../../verbs/check/check.ts';
import { createMigration } from '../../verbs/create/create.ts';
import { deploy } from '../../verbs/deploy.ts';
import { findDrift } from '../../verbs/drift/drift.ts';
import { matchCatalog } from '../../verbs/match-catalog.ts';
import { stamp } from '../../verbs/stamp.ts';
import { readStatus } from '../../verbs/status.ts';
import { runScript } from '../replay.ts';
import { withScratch } from '../scratch/scratch.ts';
import { proveChain } from '../verify/chain.ts';
import { walkHistory, type WalkOptions } from '../verify/verify.ts';
import { BEYOND, hostile, PREPARE, snapshot } from './hostile.fixture.ts';

/** Names an extension that no machine has, so that no private server serves. */
const NOT_PRIVATE = `SELECT 'CREATE EXTENSION not_on_this_machine'`;
const TABLE = 'CREATE TABLE note (id integer PRIMARY KEY, text text)';

/** Each of nine commands has servers or databases to make. */
const MINUTES = 600_000;

/** A server of the test's own: the others' roles must not move while it looks. */
let folder: string;
let adminUrl: string;
let live: string;
let migrations: Readonly<Record<string, string>>;
let victim: Client;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora hostile '));
  const settings = { ...disposableSettings, wal_level: 'logical' };
  const server = await startEmbedded({ directory: path.join(folder, 'server'), settings, database: 'live' });
  live = server.url;
  adminUrl = withDatabase(live, 'postgres');
  await withConnection(adminUrl, async (client) => {
    for (const sql of PREPARE) await client.query(sql);
  });
  const real = withDatabase(live, 'real');
  await withConnection(real, (client) => client.query('CREATE TABLE kept AS SELECT 1 AS id'));
  victim = makeClient(clientConfig(adminUrl, { application_name: 'victim' }));
  victim.on('error', () => undefined);
  await victim.connect();
  migrations = hostile({ folder, real });
});

afterAll(async () => {
  await victim.end().catch(() => undefined);
  await stopEmbedded({ directory: path.join(folder, 'server') });
  await rm(folder, { recursive: true, force: true });
});

const codeOf = (error: unknown): string => (isAgoraError(error) ? error.code : String(error));

/** What a replay might have touched, and may not. */
async function everything(): Promise<unknown> {
  const server = await withConnection(adminUrl, snapshot);
  const kept = await withConnection(withDatabase(live, 'real'), (client) =>
    client.query('SELECT * FROM kept'),
  );
  return { server, kept: kept.rows, files: await readdir(folder) };
}

let project: FixtureProject;
let before: unknown;

beforeEach(async () => {
  project = await fixtureProject({ '1_table': { up: TABLE, down: 'DROP TABLE note' } });
  await withConnection(live, (client) =>
    client.query('DROP SCHEMA IF EXISTS public, agora CASCADE; CREATE SCHEMA public'),
  );
  const { directory } = project;
  await deploy({ url: live, directory });
  await project.write({ '2_hostile': { up: 'SELECT 1' } });
  await stamp({ url: live, directory, target: { all: true } });
  before = await everything();
});

/** Every command that replays, and what it says; none is expected to succeed. */
async function runAll(initSql?: string): Promise<Record<string, string>> {
  const { root, directory } = project;
  const schemaPath = path.join(root, 'prisma', 'schema.prisma');
  const configured: Project = {
    root,
    configPath: path.join(root, 'prisma.config.ts'),
    schemaPath,
    schemaFiles: [schemaPath],
    migrationsDirectory: directory,
    url: live,
    initSql,
  };
  const folderNow = await readFolder(directory);
  const list = folderNow.migrations;
  const walk: WalkOptions = {
    adminUrl,
    initSql,
    concurrency: 1,
    select: (one) => one.name === '2_hostile',
  };
  const said: Record<string, string> = {};
  for (const [name, run] of Object.entries<() => Promise<unknown>>({
    docs: () => replayedCatalog(adminUrl, list, { initSql }),
    drift: () => findDrift({ url: live, directory, project: configured }),
    down: () => walkHistory(list, { ...walk, generate: () => true }),
    verify: () => walkHistory(list, walk),
    chain: () => proveChain(list, walk),
    create: () => createMigration({ project: configured, name: 'next', adminUrl, dryRun: true }),
    check: () => checkMigrations({ project: configured, adminUrl, since: '1_table' }),
    stamp: () => matchCatalog({ url: live, folder: folderNow, target: '2_hostile', project: configured }),
    status: () => readStatus({ url: live, directory }),
  }))
    said[name] = await run().then(
      (result) => JSON.stringify(result),
      (error: unknown) => (isAgoraError(error) ? `${error.message} ${error.why}` : String(error)),
    );
  return said;
}

test('on a server that others use, no hostile migration changes anything, and what would is refused', async () => {
  const options = { adminUrl, initSql: NOT_PRIVATE };
  const texts = Object.values(migrations).map((sql) => ({ up: { sql } }));
  await withScratch(options, texts, async (make) => {
    for (const [name, sql] of Object.entries(migrations)) {
      const scratch = await make('hostile');
      const run = (text: string): Promise<void> =>
        scratch.connect((client) => runScript(client, makeScript('migration.sql', text)));
      await run(TABLE);
      const outcome = await run(sql).then(() => 'ran', codeOf);
      // The trigger waits for a row.
      expect([name, outcome]).toEqual([name, name.includes('trigger') ? 'ran' : 'migrations.touches_server']);
      await scratch.drop();
    }
  });
  expect(await everything()).toEqual(before);
});

test.runIf(slowTests)(
  'on a server that others use, no command drops a role, and each says what stands against a private one',
  { timeout: MINUTES },
  async () => {
    const sql = migrations['drops a role'] ?? '';
    await project.write({ '2_hostile': { up: sql, down: sql } });
    const said = await runAll(NOT_PRIVATE);
    expect(said['docs']).toContain('the role payroll');
    expect(said['docs']).toContain('lacks the extension not_on_this_machine');
    expect(await everything()).toEqual(before);
  },
);

test('on a server that others use, no made-up row fires a trigger that reaches for it', async () => {
  const sql = migrations['changes a role in a trigger, which rows fire'] ?? '';
  await project.write({ '2_hostile': { up: sql, down: 'DROP TRIGGER t ON note; DROP FUNCTION fired()' } });
  const { migrations: list } = await readFolder(project.directory);
  const reports = await walkHistory(list, { adminUrl, initSql: NOT_PRIVATE, concurrency: 1 });
  expect(reports[1]?.notes.join()).toContain('no row was made up');
  expect(await everything()).toEqual(before);
});

test.runIf(slowTests)(
  'on private servers histories of the server run, and nothing of the real one changes',
  { timeout: MINUTES },
  async () => {
    const names = [
      'changes memberships',
      'sets what holds for a role and a database',
      'grants and revokes on a database',
    ];
    const plain = [
      ...names,
      'grants on a parameter',
      'comments on a role',
      'changes the configuration',
      'changes a password',
    ];
    const history = [...plain, 'subscribes without a word to anybody', 'drops a role'];
    await project.write(
      Object.fromEntries(
        history.map((name, index) => [
          index === 0 ? '2_hostile' : `3_${index}`,
          { up: migrations[name] ?? '' },
        ]),
      ),
    );
    const said = await runAll();
    expect(said['docs']).toContain('"serverVersion"');
    expect(said['chain']).toContain('"outcome":"proven"');
    // Applied on the live database is only the first; that one was never run there.
    expect(said['drift']).toContain('"migrations":2');
    expect(await everything()).toEqual(before);
  },
);

test('on private servers code runs that is put together at run time, and nothing of the real one changes', async () => {
  const kinds = ['ends sessions', 'changes a role in a function', 'commits on its own'];
  await project.write(
    Object.fromEntries(
      kinds.map((name, index) => [index === 0 ? '2_hostile' : `3_${index}`, { up: migrations[name] ?? '' }]),
    ),
  );
  // What only a superuser may, in a script that runs no code.
  await project.write({ '4_extension': { up: 'CREATE EXTENSION pg_stat_statements' } });
  const { migrations: list } = await readFolder(project.directory);
  const catalog = await replayedCatalog(adminUrl, list);
  expect(catalog.objects.has('function public.raise_him()')).toBe(true);
  expect(catalog.objects.has('extension pg_stat_statements')).toBe(true);
  expect(await everything()).toEqual(before);
});

test('on private servers too nothing gets out, however it is written', async () => {
  const beyond = Object.entries(migrations).filter(([name]) => BEYOND.has(name));
  const scripts = [{ up: { sql: 'CREATE ROLE own' } }];
  await withScratch({ adminUrl }, scripts, async (make) => {
    const scratch = await make('beyond');
    expect(scratch.ownServer).toBe(true);
    for (const [name, sql] of beyond) {
      const outcome = await scratch
        .connect((client) => runScript(client, makeScript('migration.sql', sql)))
        .then(() => 'ran', codeOf);
      expect([name, outcome]).toEqual([name, 'migrations.touches_server']);
      await scratch.connect((client) =>
        client.query('DROP EXTENSION IF EXISTS dblink, postgres_fdw CASCADE'),
      );
    }
  });
  const EXPORT = `oid, text) RETURNS int LANGUAGE internal AS 'be_lo_export'`;
  for (const hidden of [
    `DO $$ BEGIN EXECUTE 'CO' || 'PY (SELECT 1) TO PRO' || 'GRAM ''touch ${folder}/hidden'''; END $$`,
    `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COPY (SELECT 1) TO '${folder}/hidden'; END $$; SELECT f()`,
    `SELECT lo_create(4711); CREATE FUNCTION e(${EXPORT}; SELECT e(4711, '${folder}/hidden')`,
  ])
    await expect(
      withScratch({ adminUrl }, [{ up: { sql: hidden } }], async (make) => {
        const scratch = await make('hidden');
        return scratch.connect((client) => runScript(client, makeScript('migration.sql', hidden)));
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining('permission denied') });
  expect(await everything()).toEqual(before);
});
