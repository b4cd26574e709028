import { readMigrationList, withSchemaEngine } from '@agora/schema-engine';
import { expect, test, vi } from 'vitest';

import { deploy } from './deploy.ts';
import { renderBackfill, renderBackfillGuard } from '../project/backfill-file.ts';
import { prisma, type PrismaRun } from '../prisma-cli.fixture.ts';
import { type FixtureProject, fixtureProject } from '../project.fixture.ts';
import { rollback } from './rollback/rollback.ts';
import { stamp } from './stamp.ts';
import { readStatus } from './status.ts';

// Each call of the Prisma CLI is a process of a second or, on a busy machine, of several.
vi.setConfig({ testTimeout: 180_000 });

const A = '20240101000000_a';
const B = '20240102000000_b';
const C = '20240103000000_c';
const D = '20240104000000_d';
const table = (name: string, end = '\n') =>
  `CREATE TABLE "${name}" (${end}    "id" INTEGER NOT NULL,${end}    CONSTRAINT "${name}_pkey" PRIMARY KEY ("id")${end});${end}`;
const migrations = {
  [A]: { up: table('A', '\r\n'), down: 'DROP TABLE "A";' },
  [B]: { up: table('B'), down: 'DROP TABLE "B";' },
  [C]: { up: table('C'), down: 'DROP TABLE "C";' },
  // Alone in its file: Prisma's shadow database takes a file as one transaction.
  [D]: {
    up: 'CREATE INDEX CONCURRENTLY "C_id_idx" ON "C"("id");\n',
    down: 'DROP INDEX CONCURRENTLY "C_id_idx";',
  },
};
const models = ['A', 'B', 'C']
  .map((name) => `model ${name} {\n  id Int @id\n${name === 'C' ? '  @@index([id])\n' : ''}}\n`)
  .join('');

/** What Prisma makes of a project's history, and what of it is pending. */
interface Verdict {
  readonly upToDate: boolean;
  readonly pending: readonly string[];
}

/** What `prisma migrate status` prints and exits with: it lists what is pending and exits 1. */
async function printedStatus(project: FixtureProject): Promise<Verdict> {
  const { code, output } = await prisma(project, 'migrate', 'status');
  const upToDate = output.includes('up to date');
  expect(code).toBe(upToDate ? 0 : 1);
  return { upToDate, pending: [A, B, C, D].filter((name) => output.includes(name)) };
}

/** What it prints this from: its engine's answer, here without the second or two that each run of the CLI takes. */
async function diagnosed({ url, directory }: FixtureProject): Promise<Verdict> {
  const migrationsList = await readMigrationList(directory);
  const filters = { externalTables: [], externalEnums: [] };
  const { history, editedMigrationNames, failedMigrationNames } = await withSchemaEngine({ url }, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: false }),
  );
  expect({ editedMigrationNames, failedMigrationNames }).toEqual({
    editedMigrationNames: [],
    failedMigrationNames: [],
  });
  if (history === null || history === undefined) return { upToDate: true, pending: [] };
  expect(history.diagnostic).toBe('databaseIsBehind');
  return {
    upToDate: false,
    pending: 'unappliedMigrationNames' in history ? history.unappliedMigrationNames : [],
  };
}

/** Both runners must say the same of every migration. */
async function agree(project: FixtureProject, pending: readonly string[], ask = diagnosed): Promise<void> {
  const [theirs, ours] = await Promise.all([ask(project), readStatus(project)]);
  expect(ours.violations).toEqual([]);
  expect(ours.entries.filter((entry) => entry.state === 'pending').map((entry) => entry.name)).toEqual(
    pending,
  );
  expect(theirs).toEqual({ upToDate: pending.length === 0, pending });
}

const back = (project: FixtureProject, steps: number) => rollback({ ...project, target: { steps } });

test('deployed by Prisma, rolled back by us, deployed by either', async () => {
  const project = await fixtureProject({ [A]: migrations[A], [B]: migrations[B] }, { models });
  expect(await prisma(project, 'migrate', 'deploy')).toMatchObject({ code: 0 });
  await agree(project, [], printedStatus);
  expect((await back(project, 1)).results).toMatchObject([{ outcome: 'succeeded' }]);
  await agree(project, [B], printedStatus);
  expect(await prisma(project, 'migrate', 'deploy')).toMatchObject({ code: 0 });
  await agree(project, []);
  expect((await back(project, 2)).results).toHaveLength(2);
  await agree(project, [A, B]);
  expect((await deploy(project)).results).toHaveLength(2);
  await agree(project, []);
});

test('deployed by us, statement by statement too: Prisma sees it, and dev finds no drift', async () => {
  const project = await fixtureProject(migrations, { models });
  expect((await deploy(project)).results.map((result) => result.mode)).toEqual([
    'transaction',
    'transaction',
    'transaction',
    'statements',
  ]);
  await agree(project, []);
  const dev = await prisma(project, 'migrate', 'dev', '--name', 'nothing');
  expect(dev).toMatchObject({ code: 0, output: expect.stringContaining('Already in sync') });
  expect(await prisma(project, 'migrate', 'deploy')).toMatchObject({
    code: 0,
    output: expect.stringContaining('No pending'),
  });
  await back(project, 2);
  await agree(project, [C, D]);
});

test('a rolled-back migration can be edited, resolved as applied, and rolled back again', async () => {
  const project = await fixtureProject(
    { [A]: migrations[A], [B]: migrations[B] },
    { models: models.replace(/model C[^]*/, '') },
  );
  await deploy(project);
  await back(project, 1);
  await project.write({ [B]: { up: `-- edited\n${migrations[B].up}` } });
  await deploy(project);
  await agree(project, []);
  expect(await prisma(project, 'migrate', 'dev')).toMatchObject({
    code: 0,
    output: expect.stringContaining('Already in sync'),
  });
  await back(project, 1);
  await project.query(table('B'));
  expect(await prisma(project, 'migrate', 'resolve', '--applied', B)).toMatchObject({ code: 0 });
  await agree(project, []);
  await back(project, 1);
  await agree(project, [B]);
});

test('failed by Prisma: both refuse, and both accept either resolution', async () => {
  const project = await fixtureProject(
    { [A]: migrations[A], [B]: { up: 'SELECT nope;', down: 'SELECT 1;' } },
    { models },
  );
  expect((await prisma(project, 'migrate', 'deploy')).code).toBe(1);
  expect((await readStatus(project)).violations).toMatchObject([{ kind: 'failed', migration: B }]);
  expect((await deploy(project)).plan.blockers).toMatchObject([{ code: 'migrations.failed' }]);
  expect(await prisma(project, 'migrate', 'resolve', '--rolled-back', B)).toMatchObject({ code: 0 });
  await project.write({ [B]: migrations[B] });
  await agree(project, [B]);
  await deploy(project);
  await agree(project, []);
});

test('stopped half-way by us: Prisma refuses until it is gone on with, or resolved', async () => {
  const project = await fixtureProject(
    { [A]: migrations[A], [B]: { up: `${table('B')}-- agora\nVACUUM "A";\nSELECT nope;` } },
    { models },
  );
  expect((await deploy(project)).results.at(-1)).toMatchObject({ outcome: 'failed', mode: 'statements' });
  expect(await prisma(project, 'migrate', 'deploy')).toMatchObject({
    code: 1,
    output: expect.stringContaining('P3009'),
  });
  expect(await prisma(project, 'migrate', 'status')).toMatchObject({
    code: 1,
    output: expect.stringContaining('failed'),
  });
  await project.write({ [B]: { up: `${table('B')}-- agora\nVACUUM "A";\nSELECT 1;` } });
  expect((await deploy(project)).results).toMatchObject([{ outcome: 'succeeded', resumedAfter: 2 }]);
  await agree(project, []);
});

test('stamped by us is applied to Prisma, and the other way round', async () => {
  const project = await fixtureProject({ [A]: migrations[A], [B]: migrations[B] }, { models });
  await project.query(`${table('A')}${table('B')}`);
  expect(await prisma(project, 'migrate', 'resolve', '--applied', A)).toMatchObject({ code: 0 });
  await agree(project, [B]);
  expect((await stamp({ ...project, target: { all: true } })).recorded).toEqual([B]);
  await agree(project, []);
  const rows = await project.query(
    'SELECT applied_steps_count, logs, started_at = finished_at AS same, rolled_back_at FROM _prisma_migrations',
  );
  expect(rows).toEqual([rows[0], rows[0]]);
});

test('in another schema than public, with tables in a third', async () => {
  const up = `CREATE SCHEMA IF NOT EXISTS "other";\n${table('A')}${table('B').replace('"B"', '"other"."B"')}`;
  const project = await fixtureProject(
    { [A]: { up, down: 'DROP TABLE "other"."B"; DROP TABLE "A";' } },
    { schema: 'Shop' },
  );
  expect(await prisma(project, 'migrate', 'deploy')).toMatchObject({ code: 0 });
  expect(await readStatus(project)).toMatchObject({ state: 'up-to-date' });
  await back(project, 1);
  await agree(project, [A]);
  await deploy(project);
  await agree(project, [], printedStatus);
});

/** A lock of the test's own, at which a migration waits. */
const GATE = 4242;
const PRISMA_LOCK = 72707369;

/** How many sessions wait for an advisory lock in the project's database. */
async function waitingFor(project: FixtureProject, lock: number): Promise<unknown> {
  const [row] = await project.query(
    `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND objid = ${lock} AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return row?.['n'];
}

/** Prisma gives a lock up after ten seconds, which is no fault: it has not worked meanwhile. */
async function deployByPrisma(project: FixtureProject): Promise<PrismaRun> {
  for (;;) {
    const run = await prisma(project, 'migrate', 'deploy');
    if (!run.output.includes('P1002')) return run;
  }
}

test('neither works while the other does', async () => {
  const up = `${table('A')}SELECT pg_advisory_xact_lock(${GATE});`;
  const project = await fixtureProject({ [A]: { up }, [B]: migrations[B] }, { models });
  const { ours, theirs } = await project.connect(async (client) => {
    await client.query(`SELECT pg_advisory_lock(${GATE})`);
    const deploying = { ours: deploy({ ...project, options: { lockTimeoutMs: 0 } }) };
    await expect.poll(() => waitingFor(project, GATE)).toBe(1);
    const both = { ...deploying, theirs: deployByPrisma(project) };
    await expect.poll(() => waitingFor(project, PRISMA_LOCK)).toBe(1);
    await client.query(`SELECT pg_advisory_unlock(${GATE})`);
    return both;
  });
  expect((await ours).results.map((result) => result.outcome)).toEqual(['succeeded', 'succeeded']);
  expect(await theirs).toMatchObject({ code: 0, output: expect.stringContaining('No pending migrations') });
  expect(await project.query('SELECT count(*)::int AS n FROM _prisma_migrations')).toEqual([{ n: 2 }]);
});

test('plain prisma migrate deploy is stopped by the guard of a backfill on rows, and not on empty tables', async () => {
  const doneWhen = 'SELECT NOT EXISTS (SELECT FROM "A" WHERE n IS NULL)';
  const text = {
    table: '"A"',
    key: ['id'],
    doneWhen,
    statement: 'UPDATE "A" SET n = 1 WHERE n IS NULL AND :batch',
  };
  const history = {
    [A]: { up: table('A'), down: 'DROP TABLE "A";' },
    [B]: {
      up: 'ALTER TABLE "A" ADD n int;',
      down: 'ALTER TABLE "A" DROP n;',
      'backfill.sql': renderBackfill(text),
    },
    [C]: {
      up: `-- agora: after backfill ${B}\n${renderBackfillGuard(B, doneWhen)}\nALTER TABLE "A" ALTER n SET NOT NULL;`,
      down: 'ALTER TABLE "A" ALTER n DROP NOT NULL;',
    },
  };
  const filled = await fixtureProject(history);
  await deploy({ ...filled, to: A });
  await filled.query('INSERT INTO "A" VALUES (1)');
  const stopped = await prisma(filled, 'migrate', 'deploy');
  expect([stopped.code, stopped.output]).toEqual([
    1,
    expect.stringContaining(`The backfill of ${B} is not done.`),
  ]);
  expect(await filled.query('SELECT n FROM "A"')).toEqual([{ n: null }]);
  const empty = await fixtureProject(history);
  expect(await prisma(empty, 'migrate', 'deploy')).toMatchObject({ code: 0 });
});
