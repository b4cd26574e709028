import { splitStatements } from '@agora/postgres';
import { withTestRole } from '@agora/testkit';
import { expect, test } from 'vitest';

import { deploy } from './deploy.ts';
import { readFolder } from '../project/folder.ts';
import { fixtureProject, type FixtureProject } from '../project.fixture.ts';
import { type RenderInput, renderSql } from './sql.ts';
import { readStatus } from './status.ts';

const migrations = {
  '20240101000000_a': { up: 'BEGIN;\nCREATE TABLE a (id int); -- the end\nCOMMIT', down: 'DROP TABLE a' },
  '20240102000000_b': {
    up: 'CREATE INDEX CONCURRENTLY i ON a (id);\nVACUUM a',
    down: 'DROP INDEX CONCURRENTLY i',
  },
  "20240103000000_o'neil": {
    up: "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'x;y' $$",
    down: 'DROP FUNCTION f()',
  },
};

/** Runs a script as psql would: statement by statement, stopping at the first error. */
async function psql(project: FixtureProject, input: Omit<RenderInput, 'folder'>): Promise<void> {
  const script = renderSql({ ...input, folder: await readFolder(project.directory) });
  await project.connect(async (client) => {
    for (const statement of splitStatements(script.replace(/^\\set .*$/m, '')))
      await client.query(statement.text);
  });
}

test('the offline script leaves the database and its history as a deploy does, both ways', async () => {
  const project = await fixtureProject(migrations);
  await psql(project, { to: '20240102' });
  expect(await readStatus(project)).toMatchObject({
    state: 'pending',
    current: '20240102000000_b',
    violations: [],
  });
  await psql(project, { from: '20240102' });
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date', violations: [] });
  expect(await project.query("SELECT to_regclass('i') IS NOT NULL AS i, f()")).toEqual([
    { i: true, f: 'x;y' },
  ]);

  await psql(project, { from: "20240103000000_o'neil", to: 'zero' });
  expect(await readStatus(project)).toMatchObject({ state: 'pending', counts: { applied: 0, pending: 3 } });
  expect((await deploy(project)).results.every((result) => result.outcome === 'succeeded')).toBe(true);
});

test('the timeouts of the application do not hold in it, and do again after it', async () => {
  const read = "current_setting('transaction_timeout', true)";
  const project = await fixtureProject({
    '20240101000000_a': {
      up: `CREATE TABLE seen AS SELECT ${read} AS whole, 1 AS id; SET lock_timeout = '5min';`,
    },
    '20240102000000_b': { up: `INSERT INTO seen SELECT ${read}, 2;` },
  });
  const script = renderSql({ folder: await readFolder(project.directory) }).replace(/^\\set .*$/m, '');
  await project.connect(async (client) => {
    const known = await client.query("SELECT FROM pg_settings WHERE name = 'transaction_timeout'");
    // As a database sets it for each session.
    if (known.rowCount === 1)
      await client.query(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET transaction_timeout = %L', current_database(), '1h'); END $$",
      );
  });
  await project.connect(async (client) => {
    const hasIt = (await client.query(`SELECT ${read} AS now`)).rows[0]?.['now'] === '1h';
    for (const { text } of splitStatements(script)) await client.query(text);
    const { rows } = await client.query('SELECT whole FROM seen ORDER BY id');
    expect(rows).toEqual([{ whole: hasIt ? '0' : null }, { whole: hasIt ? '0' : null }]);
    const left = await client.query(
      "SELECT name FROM pg_settings WHERE source = 'session' AND name ~ 'timeout|search_path'",
    );
    expect(left.rows).toEqual([]);
  });
});

test('it does not run twice, nor the way back of what is not applied', async () => {
  const project = await fixtureProject(migrations);
  await psql(project, {});
  await expect(psql(project, {})).rejects.toThrow('20240101000000_a is applied or unfinished already');
  await expect(psql(await fixtureProject(migrations), { from: '20240101', to: 'zero' })).rejects.toThrow(
    /_prisma_migrations|not applied/,
  );
});

test('a way back that nobody wrote is no script', async () => {
  const project = await fixtureProject({ '20240101000000_a': { up: 'SELECT 1' } });
  const folder = await readFolder(project.directory);
  expect(() => renderSql({ folder, from: '20240101', to: 'zero' })).toThrow('has no down.sql');
  expect(() => renderSql({ folder, from: '2025' })).toThrow('There is no migration "2025"');
});

test('it makes the schema of the URL first, also for a role that may make none when it is there', async () => {
  const project = await fixtureProject(
    { '20240101000000_a': { up: 'CREATE TABLE a (id int);' } },
    { schema: 'app' },
  );
  const script = renderSql({ folder: await readFolder(project.directory), schema: 'app' });
  const text = script.replace(/^\\set .*$/m, '');
  await project.query(text);
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date' });

  await withTestRole(project.url, async ({ name }) => {
    await project.query(`DROP SCHEMA app CASCADE; CREATE SCHEMA app AUTHORIZATION ${name}`);
    await project.query(`SET ROLE ${name}; ${text}`);
  });
});

// In pieces: a script that names a timeout has set it itself, and keeps it.
const look = (n: number): string =>
  `INSERT INTO public.seen SELECT ${n}, concat_ws(' ', current_setting('search_path'), current_setting('lock_' || 'timeout'), current_setting('statement_' || 'timeout'), to_regclass('pg_temp.mine'))`;

test('it resets the session between migrations, and holds the timeouts of the run and of directives', async () => {
  const history = {
    '20240101000000_dump': {
      up: `SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.seen (n int PRIMARY KEY, settings text);
CREATE TEMP TABLE mine (); SET statement_timeout = 1234; ${look(1)}`,
      down: 'DROP TABLE public.seen',
    },
    '20240102000000_plain': { up: `CREATE TABLE tag (id int); ${look(2)}`, down: 'DROP TABLE tag' },
    '20240103000000_directives': {
      up: `-- agora: lock-timeout 30s\n-- agora: statement-timeout 5min\n${look(3)}`,
      down: 'SELECT 1',
    },
    '20240104000000_concurrently': {
      up: `-- agora: lock-timeout 7s\n${look(4)};
CREATE FUNCTION public.patient() RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN
  ASSERT 2 = (SELECT count(*) FROM pg_settings WHERE name ~ '^(lock|statement).timeout$' AND setting = '0'); RETURN 1; END $$;
CREATE INDEX CONCURRENTLY seen_settings ON public.seen ((public.patient()));
DROP INDEX CONCURRENTLY public.seen_settings; ${look(6)}`,
      down: 'SELECT 1',
    },
    '20240105000000_last': { up: look(7), down: 'SELECT 1' },
  };
  const timeouts = { lockTimeoutMs: 1500, statementTimeoutMs: 60_000 };
  const offline = await fixtureProject(history);
  await psql(offline, { timeouts });
  const deployed = await fixtureProject(history);
  const { results } = await deploy({ ...deployed, options: timeouts });
  expect(results.map((result) => result.error)).toEqual(results.map(() => undefined));
  const seen = await offline.query('SELECT n, settings FROM public.seen ORDER BY n');
  // A deploy waits a tenth of a second at first, and longer at each attempt.
  const first = seen.map(({ n, settings }) => ({
    n,
    settings: String(settings).replace(/ \w+ /, ' 100ms '),
  }));
  expect(await deployed.query('SELECT n, settings FROM public.seen ORDER BY n')).toEqual(first);
  expect(seen).toEqual([
    { n: 1, settings: ' 1500ms 1234ms mine' },
    { n: 2, settings: 'public 1500ms 1min' },
    { n: 3, settings: 'public 30s 5min' },
    { n: 4, settings: 'public 7s 1min' },
    { n: 6, settings: 'public 7s 1min' },
    { n: 7, settings: 'public 1500ms 1min' },
  ]);
});

const backfill = (condition: string): string =>
  `-- agora: backfill a by (id)\n-- agora: done when SELECT NOT EXISTS (SELECT FROM a WHERE n IS NULL)\nUPDATE a SET n = id WHERE ${condition} AND :batch;`;

test('a backfill is done on all rows at once, and asked about', async () => {
  const project = await fixtureProject({
    '20240101000000_a': { up: 'CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1), (2);' },
    '20240102000000_n': { up: 'ALTER TABLE a ADD n int;', 'backfill.sql': backfill('n IS NULL') },
  });
  await psql(project, {});
  expect(await project.query('SELECT n FROM a ORDER BY id')).toEqual([{ n: 1 }, { n: 2 }]);
  expect((await deploy(project)).backfills).toMatchObject([{ outcome: 'done', batches: 0 }]);
  const other = await fixtureProject({
    '20240101000000_a': { up: 'CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1), (2);' },
    '20240102000000_n': { up: 'ALTER TABLE a ADD n int;', 'backfill.sql': backfill('id = 1') },
  });
  await expect(psql(other, {})).rejects.toThrow('The backfill of 20240102000000_n is not done.');
});

test('the history is written in the session of the beginning, also where a script leaves a role or reads only', async () => {
  const project = await fixtureProject({});
  await withTestRole(project.url, async ({ name }) => {
    await project.write({
      '20240101000000_a': {
        up: `-- agora: no-transaction\nCREATE SCHEMA mine AUTHORIZATION ${name}; SET ROLE ${name}; CREATE TABLE mine.t ();\nLOCK TABLE mine.t;\nSET default_transaction_read_only = on`,
        down: `DROP SCHEMA mine CASCADE; SET ROLE ${name}`,
      },
    });
    await psql(project, {});
    expect(await readStatus(project)).toMatchObject({ state: 'up-to-date', violations: [] });
    await psql(project, { from: '20240101', to: 'zero' });
    expect(await readStatus(project)).toMatchObject({ state: 'pending', counts: { applied: 0 } });
  });
});
