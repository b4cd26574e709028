import { withTestRole } from '@agora/testkit';
import { expect, test } from 'vitest';

import { deploy } from '../../verbs/deploy.ts';
import { fixtureProject } from '../../project.fixture.ts';
import { rollback } from '../../verbs/rollback/rollback.ts';
import { readStatus } from '../../verbs/status.ts';

const name = '20240102000000_b';
const base = {
  '20240101000000_a': {
    up: 'CREATE TABLE t (a int, b text); INSERT INTO t SELECT i, i FROM generate_series(1, 10) i;',
  },
};

test('CONCURRENTLY beside other statements runs step by step, and back', async () => {
  const project = await fixtureProject({
    ...base,
    [name]: {
      up: 'ALTER TABLE t ADD c int;\nCREATE INDEX CONCURRENTLY t_a ON t (a);\nCREATE TABLE u ();',
      down: 'DROP TABLE u;\nDROP INDEX CONCURRENTLY t_a;\nALTER TABLE t DROP COLUMN c;',
    },
  });
  const { results } = await deploy(project);
  expect(results.at(-1)).toMatchObject({
    outcome: 'succeeded',
    mode: 'statements',
    statements: [{ line: 1 }, { line: 2 }, { line: 3 }],
  });
  expect(
    await project.query(
      'SELECT applied_steps_count, logs, finished_at IS NOT NULL AS done FROM _prisma_migrations OFFSET 1',
    ),
  ).toEqual([{ applied_steps_count: 1, logs: null, done: true }]);
  await rollback({ ...project, target: { steps: 1 } });
  expect(await project.query("SELECT to_regclass('t_a') AS i, to_regclass('u') AS u")).toEqual([
    { i: null, u: null },
  ]);
  expect(await readStatus(project)).toMatchObject({ state: 'pending', violations: [] });
});

test('a unique index that fails is reported, its invalid remains dropped, and the rest resumed', async () => {
  const project = await fixtureProject({
    ...base,
    [name]: {
      up: "UPDATE t SET b = 'same' WHERE a < 3;\nCREATE UNIQUE INDEX CONCURRENTLY t_b ON t (b);\nCREATE TABLE u ();",
    },
  });
  const first = await deploy(project);
  expect(first.results.at(-1)).toMatchObject({
    outcome: 'failed',
    error: { code: 'migrations.statement_failed' },
  });
  expect(first.invalidIndexes).toEqual(['public.t_b']);
  const status = await readStatus(project);
  expect(status).toMatchObject({ state: 'pending', counts: { interrupted: 1 }, violations: [] });
  expect(status.entries[1]?.progress).toEqual({ done: 1, total: 3, direction: 'up' });
  // What has not run may be edited; what has run may not.
  await project.write({ [name]: { up: 'SELECT 1;\nCREATE TABLE u ();' } });
  expect((await deploy(project)).results.at(-1)?.error).toMatchObject({ code: 'migrations.resume_mismatch' });
  await project.write({
    [name]: {
      up: "UPDATE t SET b = 'same' WHERE a < 3;\nCREATE UNIQUE INDEX CONCURRENTLY t_b ON t (b);\nCREATE TABLE u2 ();",
    },
  });
  await project.query('UPDATE t SET b = a');
  const second = await deploy(project);
  expect(second.results).toMatchObject([
    { outcome: 'succeeded', resumedAfter: 1, statements: [{ line: 2 }, { line: 3 }] },
  ]);
  expect(second.invalidIndexes).toEqual([]);
  expect(await project.query("SELECT count(*)::int AS n FROM t WHERE b = 'same'")).toEqual([{ n: 0 }]);
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date', violations: [] });
});

test('an enum value that is added and used in one file costs the transaction, not the migration', async () => {
  const project = await fixtureProject({
    '20240101000000_a': { up: "CREATE TYPE s AS ENUM ('x'); CREATE TABLE t (s s DEFAULT 'x');" },
    [name]: {
      up: "ALTER TYPE s ADD VALUE 'y';\nALTER TABLE t ALTER s SET DEFAULT 'y';\nINSERT INTO t DEFAULT VALUES;",
    },
  });
  const { results } = await deploy(project);
  expect(results.at(-1)).toMatchObject({ outcome: 'succeeded', mode: 'statements' });
  expect(await project.query('SELECT s::text FROM t')).toEqual([{ s: 'y' }]);
});

test('what refuses a transaction only when it runs is found out', async () => {
  const project = await fixtureProject({
    ...base,
    [name]: {
      up: 'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (99); COMMIT; END $$;\nCALL p();\nVACUUM t;',
    },
  });
  const { results } = await deploy(project);
  expect(results.at(-1)).toMatchObject({ outcome: 'succeeded', mode: 'statements' });
  expect(await project.query('SELECT count(*)::int AS n FROM t WHERE a = 99')).toEqual([{ n: 1 }]);
});

const ownTransactions = (last: string) =>
  `SET search_path = other;\nCREATE SCHEMA other;\nBEGIN;\nCREATE TABLE x (i int);\nINSERT INTO x VALUES (1);\nCOMMIT;\n${last};`;

test('transactions of its own are steps, and settings of the session survive a resume', async () => {
  const project = await fixtureProject({ [name]: { up: ownTransactions('INSERT INTO x VALUES (1 / 0)') } });
  expect((await deploy(project)).results[0]).toMatchObject({ outcome: 'failed', mode: 'statements' });
  expect(await project.query('SELECT count(*)::int AS n FROM other.x')).toEqual([{ n: 1 }]);
  await project.write({ [name]: { up: ownTransactions('INSERT INTO x VALUES (2)') } });
  expect((await deploy(project)).results).toMatchObject([{ outcome: 'succeeded', resumedAfter: 3 }]);
  expect(await project.query('SELECT i FROM other.x ORDER BY i')).toEqual([{ i: 1 }, { i: 2 }]);
});

test('a rollback that stopped half-way blocks a deploy until it is gone on with', async () => {
  const project = await fixtureProject({
    ...base,
    [name]: {
      up: 'CREATE TABLE u ();\nCREATE TABLE v ();',
      down: '-- agora: no-transaction\nDROP TABLE v;\nDROP TABLE u;',
    },
  });
  await deploy(project);
  await project.query('CREATE VIEW w AS SELECT FROM u');
  expect((await rollback({ ...project, target: { steps: 1 } })).results).toMatchObject([
    { outcome: 'failed' },
  ]);
  expect((await deploy(project)).plan.blockers).toMatchObject([{ code: 'migrations.rollback_interrupted' }]);
  await project.query('DROP VIEW w');
  expect((await rollback({ ...project, target: { steps: 1 } })).results).toMatchObject([
    { outcome: 'succeeded', resumedAfter: 1 },
  ]);
  expect((await deploy(project)).results).toMatchObject([{ name, outcome: 'succeeded' }]);
});

test('a statement whose outcome a crash has hidden is settled by what it made', async () => {
  const up = 'CREATE TABLE u ();\nCREATE INDEX CONCURRENTLY t_a ON t (a);\nVACUUM t;';
  const project = await fixtureProject({ ...base, [name]: { up } });
  const stop = new Error('crash');
  // The moment after the index stands and before that is written down.
  const crash = deploy({
    ...project,
    options: {
      onEvent: (event) => {
        if (event.kind === 'boundary' && event.at === 'before-outcome') throw stop;
      },
    },
  });
  expect((await crash).results.at(-1)).toMatchObject({ outcome: 'failed' });
  expect((await deploy(project)).results).toMatchObject([
    { outcome: 'succeeded', statements: [{ line: 3 }] },
  ]);
});

test('what cannot be known is asked', async () => {
  const up = 'CREATE TABLE u ();\nCREATE INDEX CONCURRENTLY ON t (a);\nCREATE TABLE v ();';
  const project = await fixtureProject({ ...base, [name]: { up } });
  await deploy({
    ...project,
    options: {
      onEvent: (event) => {
        if (event.kind === 'boundary' && event.at === 'before-outcome') throw new Error('crash');
      },
    },
  });
  expect((await deploy(project)).results[0]?.error).toMatchObject({ code: 'migrations.unknown_outcome' });
  expect((await deploy({ ...project, options: { unknownStatement: 'done' } })).results).toMatchObject([
    { outcome: 'succeeded', statements: [{ line: 3 }] },
  ]);
});

test('steps are recorded by the role that the deploy began with, whatever the script goes on as', async () => {
  const project = await fixtureProject(base);
  await withTestRole(project.url, async ({ name: owner }) => {
    const asOwner = `-- agora: no-transaction\nSET ROLE ${owner};\nCREATE TABLE mine.o (id int);`;
    const up = `CREATE SCHEMA mine AUTHORIZATION ${owner};\n`;
    await project.write({
      '20240101000001_schema': { up, down: 'DROP SCHEMA mine' },
      [name]: {
        up: `${asOwner}\nSET default_transaction_read_only = on; SELECT 1 / 0`,
        down: `-- agora: no-transaction\nSET ROLE ${owner};\nDROP TABLE mine.o;\nVACUUM public.t`,
      },
    });
    expect((await deploy(project)).results.at(-1)).toMatchObject({
      error: { code: 'migrations.statement_failed' },
    });
    expect((await readStatus(project)).entries[2]?.progress).toMatchObject({ done: 3, total: 4 });
    await project.write({
      [name]: { up: `${asOwner}\nSET default_transaction_read_only = on; VACUUM mine.o` },
    });
    expect((await deploy(project)).results.at(-1)).toMatchObject({ outcome: 'succeeded', resumedAfter: 3 });
    await rollback({ ...project, target: { steps: 2 }, acceptDataLoss: true });
    expect(await readStatus(project)).toMatchObject({ state: 'pending', violations: [] });
  });
});
