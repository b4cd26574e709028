import { makeConfig } from '@agora/core/config';
import { dropDatabase, temporaryDatabaseName, withConnection, withDatabase } from '@agora/postgres';
import { withTestRole } from '@agora/testkit';
import { expect, test } from 'vitest';

import { deploy } from './deploy.ts';
import { fixtureProject } from '../project.fixture.ts';
import { describeLosses, rollback } from './rollback/rollback.ts';
import { readStatus } from './status.ts';

const two = {
  '20240101000000_a': {
    up: 'CREATE TABLE a (id int PRIMARY KEY);',
    down: 'DROP TABLE a;',
    'notes.md': '# left alone',
  },
  '20240102000000_b': {
    up: 'CREATE TABLE b (id int PRIMARY KEY);\nINSERT INTO b VALUES (1);\n-- the end',
    down: '-- agora: loses table b\nDROP TABLE b;',
  },
};

test('reads every backfill before the first migration runs', async () => {
  const project = await fixtureProject({
    ...two,
    '20240103000000_c': {
      up: 'ALTER TABLE b ADD n int;',
      'backfill.sql': '-- agora: backfill b by (id)\nUPDATE b SET n = 1;',
    },
  });
  const failure = { code: 'backfill.bad_file', why: expect.stringContaining('done when') };
  await expect(deploy({ ...project, dryRun: true })).rejects.toMatchObject(failure);
  await expect(deploy(project)).rejects.toMatchObject(failure);
  expect(await project.query("SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
});

test('a session that the server ends is a lost connection, and the next run goes on', async () => {
  const ends = 'SELECT pg_terminate_backend(pg_backend_pid()) WHERE EXISTS (SELECT FROM ends);';
  const project = await fixtureProject({
    '20240102000000_b': { up: 'CREATE TABLE ends (id int); INSERT INTO ends VALUES (1);' },
    '20240103000000_c': {
      up: `CREATE TABLE c (id int PRIMARY KEY);\n${ends}`,
      down: `DROP TABLE c;\n${ends}`,
    },
  });
  const lost = {
    code: 'migrations.connection_lost',
    message: expect.stringContaining('20240103000000_c ran line 2'),
  };
  const report = await deploy(project);
  expect(report.results.at(-1)).toMatchObject({ outcome: 'failed', error: lost });
  await project.query('DELETE FROM ends');
  expect((await deploy(project)).results).toMatchObject([{ outcome: 'succeeded' }]);
  await project.query('INSERT INTO ends VALUES (1)');
  const back = await rollback({ ...project, target: { steps: 1 } });
  expect(back.results).toMatchObject([{ outcome: 'failed', error: lost }]);
}, 30_000);

test('applies what is pending, records it as Prisma does, and then finds nothing to do', async () => {
  const project = await fixtureProject(two);
  const first = await deploy(project);
  expect(first.results.map((result) => [result.name, result.outcome])).toEqual([
    ['20240101000000_a', 'succeeded'],
    ['20240102000000_b', 'succeeded'],
  ]);
  const rows = await project.query('SELECT * FROM _prisma_migrations ORDER BY started_at');
  expect(rows).toEqual([
    expect.objectContaining({
      migration_name: '20240101000000_a',
      applied_steps_count: 1,
      logs: null,
      rolled_back_at: null,
    }),
    expect.objectContaining({
      migration_name: '20240102000000_b',
      applied_steps_count: 1,
      logs: null,
      rolled_back_at: null,
    }),
  ]);
  expect(rows.every((row) => row['finished_at'] instanceof Date)).toBe(true);

  const again = await deploy(project);
  expect(again.plan.steps).toEqual([]);
  const status = await readStatus({ ...project, runs: true });
  expect(status).toMatchObject({ state: 'up-to-date', current: '20240102000000_b' });
  expect(status.entries[1]?.runs).toMatchObject([
    {
      direction: 'up',
      outcome: 'succeeded',
      mode: 'transaction',
      statements: [{ line: 1 }, { line: 2 }],
      role: 'postgres',
    },
  ]);
});

test('a migration that fails leaves nothing behind, and those before it stay', async () => {
  const project = await fixtureProject({
    ...two,
    '20240103000000_c': { up: 'CREATE TABLE c (id int);\n\nINSERT INTO c VALUES (1), (nope);\n' },
    '20240104000000_d': { up: 'CREATE TABLE d (id int);' },
  });
  const report = await deploy(project);
  expect(report.results.map(({ outcome }) => outcome)).toEqual([
    'succeeded',
    'succeeded',
    'failed',
    'not reached',
  ]);
  const failed = report.results[2];
  expect(failed).toMatchObject({ name: '20240103000000_c', outcome: 'failed' });
  expect(failed?.error?.code).toBe('migrations.statement_failed');
  expect(failed?.error?.message).toContain('migration.sql:3');
  expect(failed?.error?.why).toContain('line 3: INSERT INTO c VALUES (1), (nope)');
  expect(await project.query("SELECT to_regclass('c') AS c")).toEqual([{ c: null }]);
  const status = await readStatus({ ...project, runs: true });
  expect(status).toMatchObject({ state: 'pending', counts: { applied: 2, pending: 2 }, violations: [] });
  expect(status.entries[2]?.runs).toMatchObject([
    { outcome: 'failed', error: { code: 'migrations.statement_failed' } },
  ]);
});

test('COPY FROM STDIN, for which a file has no data, fails as a statement and not as a connection', async () => {
  const project = await fixtureProject({
    '20240101000000_a': { up: 'CREATE TABLE a (id int);\nCOPY a FROM STDIN;\nSELECT 1;' },
  });
  const { results } = await deploy(project);
  expect(results).toMatchObject([{ outcome: 'failed', error: { code: 'migrations.statement_failed' } }]);
  expect(results[0]?.error?.message).toContain('migration.sql:2');
});

test('rolls back the last migration, and wants consent when rows would be lost', async () => {
  const project = await fixtureProject(two);
  await deploy(project);
  await expect(rollback({ ...project, target: { steps: 1 } })).rejects.toMatchObject({
    code: 'migrations.data_loss',
    why: '20240102000000_b: 1 row of b',
  });
  const report = await rollback({ ...project, target: { steps: 1 }, acceptDataLoss: true });
  expect(report.results).toMatchObject([{ name: '20240102000000_b', kind: 'revert', outcome: 'succeeded' }]);
  expect(
    await project.query(
      'SELECT finished_at, rolled_back_at IS NOT NULL AS back FROM _prisma_migrations ORDER BY started_at OFFSET 1',
    ),
  ).toEqual([{ finished_at: null, back: true }]);
  expect(await readStatus(project)).toMatchObject({ state: 'pending', current: '20240101000000_a' });

  await deploy(project);
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date', current: '20240102000000_b' });
  // A table without rows is no loss.
  await project.query('DELETE FROM b');
  await rollback({ ...project, target: { all: true } });
  expect(await readStatus(project)).toMatchObject({ state: 'pending', counts: { applied: 0, pending: 2 } });
});

test('says what a rollback lost, each row once, and in its time', async () => {
  const project = await fixtureProject({
    '20240101000000_a': {
      up: 'CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1);',
      down: 'DROP TABLE a;',
    },
    '20240102000000_x': {
      up: 'ALTER TABLE a ADD x int DEFAULT 5;',
      down: 'ALTER TABLE a DROP x;',
    },
  });
  await deploy(project);
  const input = { ...project, target: { all: true }, acceptDataLoss: true } as const;
  expect(describeLosses(await rollback({ ...input, dryRun: true }))).toEqual([
    '20240101000000_a would lose 1 row of a',
  ]);
  expect(describeLosses(await rollback(input))).toEqual(['20240101000000_a lost 1 row of a']);
});

test('creates a database that does not exist, once, however many come; in production only when asked', async () => {
  const project = await fixtureProject(two, { schema: 'app' });
  const name = temporaryDatabaseName('new').replace('new', 'new "x"');
  const url = withDatabase(project.url, name);
  const directory = project.directory;
  const notices: string[] = [];
  const options = {
    onEvent: (event: { kind: string; message?: string }) => void notices.push(event.message ?? ''),
  };
  const exists = async (): Promise<boolean> =>
    (
      await withConnection(project.url, (client) =>
        client.query('SELECT FROM pg_database WHERE datname = $1', [name]),
      )
    ).rowCount === 1;
  try {
    const { production } = makeConfig({
      environments: { production: { backup: { required: false } } },
    }).environments;
    await expect(deploy({ url, directory, policy: production })).rejects.toMatchObject({
      code: 'migrations.no_database',
      fix: expect.stringContaining('--create-database'),
    });
    const dry = await deploy({ url, directory, dryRun: true, options });
    expect(dry).toMatchObject({ database: 'missing', results: [] });
    expect(dry.plan.steps).toHaveLength(2);
    expect(notices).toContainEqual(expect.stringContaining('does not exist; a deploy creates it'));
    // What stands against the plan stands against the database too; but a backup of nothing is not wanted.
    await project.write({ '20240103000000_c': { up: 'DROP TABLE IF EXISTS old;' } });
    const report = await deploy({
      url,
      directory,
      policy: makeConfig({}).environments.production,
      createDatabase: true,
    });
    expect(report).toMatchObject({ database: 'missing', refusals: [{ kind: 'hazard' }] });
    await project.remove('20240103000000_c');
    expect(await exists()).toBe(false);

    const both = await Promise.all([
      deploy({ url, directory, options }),
      deploy({
        url,
        directory,
        policy: makeConfig({}).environments.production,
        createDatabase: true,
        options,
      }),
    ]);
    expect(both.flatMap((one) => one.results).map((result) => result.outcome)).toEqual([
      'succeeded',
      'succeeded',
    ]);
    expect(notices).toContainEqual(expect.stringContaining('created the database'));
    expect(await readStatus({ url, directory })).toMatchObject({ state: 'up-to-date' });
  } finally {
    await project.connect((client) => dropDatabase(client, name));
  }
});

test('a role that may not create databases is told who may', async () => {
  const project = await fixtureProject(two);
  await withTestRole(project.url, async (role) => {
    const url = withDatabase(role.url, 'nobody_made_this');
    await expect(deploy({ url, directory: project.directory })).rejects.toMatchObject({
      code: 'migrations.no_database',
      why: expect.stringContaining('permission denied to create database'),
      fix: expect.stringContaining(`OWNER "${role.name}"`),
    });
  });
});

test('says that a folder holds no migration, which is often the wrong folder', async () => {
  const project = await fixtureProject();
  const notices: unknown[] = [];
  await deploy({ ...project, options: { onEvent: (event) => void notices.push(event) } });
  expect(notices).toEqual([{ kind: 'notice', message: `there are no migrations in ${project.directory}` }]);
});

test('a name without a number in front has no place in time, and makes nothing late', async () => {
  const project = await fixtureProject({ init: { up: 'CREATE TABLE a (id int);' } });
  await deploy(project);
  await project.write({ '20240101000000_b': { up: 'CREATE TABLE b (id int);' } });
  expect((await deploy(project)).results.map((result) => result.name)).toEqual(['20240101000000_b']);
  await project.write({ '20230101000000_late': { up: 'SELECT 1;' } });
  expect((await deploy(project)).plan.blockers).toMatchObject([{ code: 'migrations.out_of_order' }]);
});

test('a database that has only what others manage counts as empty', async () => {
  const project = await fixtureProject(two);
  await project.query('CREATE TABLE places (id int); CREATE TABLE spatial (id int)');
  expect((await deploy(project)).plan.blockers).toMatchObject([
    { code: 'migrations.unmanaged_database', why: 'Found places, spatial.' },
  ]);
  const externalTables = ['places', 'public.spatial'];
  expect(await readStatus({ ...project, externalTables: ['other.places', 'spatial'] })).toMatchObject({
    violations: [{ code: 'migrations.unmanaged_database', why: 'Found places.' }],
  });
  expect(await readStatus({ ...project, externalTables })).toMatchObject({
    state: 'pending',
    violations: [],
  });
  expect((await deploy({ ...project, externalTables })).results).toHaveLength(2);
});
