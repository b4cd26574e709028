import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { WatchSettings } from '@agora/core';
import { makeConfig } from '@agora/core/config';
import { type ApplyEvent, proveHistory, readFolder } from '@agora/migrations';
import { withConnection } from '@agora/postgres';
import { expect, test } from 'vitest';

import { fixtureProject, type FixtureProject } from '../project.fixture.ts';
import type { WatchInput } from './watch-input.ts';
import { watchedDeploy } from './watched-deploy.ts';

const shop = {
  '1_shop': `CREATE TABLE "Item" (id int PRIMARY KEY, name text, price int);
    INSERT INTO "Item" SELECT i, 'item ' || i, i FROM generate_series(1, 5000) AS s(i)`,
};

/** A migration with its way back, proven. */
async function add(project: FixtureProject, name: string, up: string, down: string): Promise<void> {
  await project.write({ [name]: up });
  await writeFile(path.join(project.directory, name, 'down.sql'), down);
  const { migrations } = await readFolder(project.directory);
  await proveHistory(migrations, {
    directory: project.directory,
    adminUrl: project.url,
    select: (migration) => migration.name === name,
  });
}

function inputOf(project: FixtureProject, watch: WatchSettings, more: Partial<WatchInput> = {}): WatchInput {
  const { url, directory, root } = project;
  const settings: WatchSettings = {
    for: 8000,
    statements: false,
    application: 'unchanged',
    rollback: 'automatic',
    ...watch,
  };
  const policy = { ...makeConfig({}).environments.development, lockTimeoutMs: 500, lockAttempts: 3 };
  return {
    deploy: { url, directory, policy },
    settings,
    project: { root, initSql: undefined, external: undefined },
    checks: path.join(root, 'checks'),
    env: { PATH: process.env['PATH'] },
    ...more,
  };
}

const outcomes = (report: Awaited<ReturnType<typeof watchedDeploy>>): Record<string, string> =>
  Object.fromEntries(report.steps.map(({ name, outcome }) => [name, outcome]));

test('a good deploy passes every step', async () => {
  const project = await fixtureProject(shop);
  await add(project, '2_index', 'CREATE INDEX ON "Item" (name)', 'DROP INDEX "Item_name_idx"');
  const report = await watchedDeploy(inputOf(project, {}));
  expect(report.outcome).toBe('succeeded');
  expect(outcomes(report)).toEqual({
    files: 'passed',
    'ways back': 'passed',
    sessions: 'passed',
    disk: 'passed',
    'environment before': 'skipped',
    health: 'passed',
    baseline: 'skipped',
    'maintenance begins': 'skipped',
    deploy: 'passed',
    'maintenance ends': 'skipped',
    catalog: 'passed',
    integrity: 'passed',
    'health after': 'passed',
    'smoke tests': 'skipped',
    'speed and errors': 'skipped',
    'way back': 'not reached',
  });
  expect((await watchedDeploy(inputOf(project, {}))).outcome).toBe('nothing');
});

test('what stands against it is said all at once, and nothing is done', async () => {
  const project = await fixtureProject(shop);
  await project.write({ '2_bad': 'ALTER TABLE "Item" ALTER COLUMN price TYPE bigint' });
  await withConnection(project.url, async (holder) => {
    await holder.query('BEGIN; SELECT count(*) FROM "Item"');
    await holder.query('SELECT pg_sleep(10.5)');
    const other = await fixtureProject(shop);
    const report = await watchedDeploy(
      inputOf(project, {
        after: { name: 'staging', url: other.url },
        freeSpace: [process.execPath, '-e', 'console.log(5)'],
      }),
    );
    expect(report.outcome).toBe('refused');
    expect(report.steps.flatMap(({ findings }) => findings.map(({ code }) => code))).toEqual([
      'operations.no_way_back',
      'operations.blocking_session',
      'operations.no_room',
      'operations.not_deployed_before',
    ]);
    await holder.query('ROLLBACK');
  });
  expect(await project.query(`SELECT count(*)::int AS n FROM _prisma_migrations`)).toEqual([{ n: 1 }]);
});

test('a way back that was edited after its proof is not proven', async () => {
  const project = await fixtureProject(shop);
  await add(project, '2_index', 'CREATE INDEX ON "Item" (name)', 'DROP INDEX "Item_name_idx"');
  await writeFile(
    path.join(project.directory, '2_index', 'down.sql'),
    'DROP INDEX IF EXISTS "Item_name_idx"',
  );
  const report = await watchedDeploy(inputOf(project, {}));
  expect(report.steps[1]).toMatchObject({
    outcome: 'failed',
    findings: [{ code: 'operations.unproven_way_back' }],
  });
});

test('a check that fails after it takes it back, and what it made is gone', async () => {
  const project = await fixtureProject(shop);
  await add(
    project,
    '2_limit',
    'ALTER TABLE "Item" ADD CONSTRAINT cheap CHECK (price < 9000) NOT VALID',
    'ALTER TABLE "Item" DROP CONSTRAINT cheap',
  );
  const report = await watchedDeploy(inputOf(project, {}));
  expect(report).toMatchObject({ outcome: 'rolled back', cause: 'check', decision: { action: 'back' } });
  expect(outcomes(report)).toMatchObject({
    integrity: 'failed',
    'way back': 'passed',
    'speed and errors': 'not reached',
  });
  expect(await project.query(`SELECT FROM pg_constraint WHERE conname = 'cheap'`)).toEqual([]);
});

test('it asks where data would be lost, the application needs it, or nobody said that it does not', async () => {
  const project = await fixtureProject(shop);
  await add(project, '2_log', 'CREATE TABLE log AS SELECT 1 AS n', 'DROP TABLE log');
  const smoke = { commands: [[process.execPath, '-e', 'process.exit(3)']] };
  const report = await watchedDeploy(inputOf(project, { smoke }));
  expect(report).toMatchObject({ outcome: 'asks', cause: 'check', decision: { action: 'ask' } });
  expect(report.decision?.reason).toContain('2_log would lose 1 row of log');
  expect(report.steps.find(({ name }) => name === 'smoke tests')?.findings[0]?.message).toContain(
    'exit code 3',
  );
  expect(await project.has('log')).toBe(true);
});

test('what a way back would park is not lost by it', async () => {
  const project = await fixtureProject(shop);
  await add(project, '2_log', 'CREATE TABLE log AS SELECT 1 AS n', 'DROP TABLE log');
  const input = inputOf(project, { smoke: { commands: [[process.execPath, '-e', 'process.exit(1)']] } });
  const parking = makeConfig({ environments: { development: { park: '72h' } } }).environments.development;
  const report = await watchedDeploy({ ...input, deploy: { ...input.deploy, policy: parking } });
  expect(report).toMatchObject({ outcome: 'rolled back', cause: 'check' });
  expect(await project.has('public.log')).toBe(false);
  expect(
    await project.query(`SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'agora_parked'`),
  ).toEqual([{ n: 1 }]);
});

test('what was applied before a step that failed is taken back; a first step that failed leaves nothing', async () => {
  const project = await fixtureProject(shop);
  await add(project, '2_index', 'CREATE INDEX named ON "Item" (name)', 'DROP INDEX named');
  await add(project, '3_unique', 'CREATE UNIQUE INDEX once ON "Item" (name)', 'DROP INDEX once');
  await project.query(`INSERT INTO "Item" VALUES (6000, 'item 1', 1)`);
  const report = await watchedDeploy(inputOf(project, {}));
  expect(report).toMatchObject({ outcome: 'rolled back', cause: 'step' });
  expect(await project.has('named')).toBe(false);
  const stays = await watchedDeploy(inputOf(project, { rollback: { step: 'never' } }));
  expect(stays).toMatchObject({ outcome: 'stays', cause: 'step' });
  expect(await project.has('named')).toBe(true);
  const failed = await watchedDeploy(inputOf(project, {}));
  expect(failed).toMatchObject({ outcome: 'failed' });
  expect(await project.has('named')).toBe(true);
});

test('a way back that is stopped says what of it is done', async () => {
  const project = await fixtureProject(shop);
  await add(project, '2_index', 'CREATE INDEX named ON "Item" (name)', 'DROP INDEX named');
  await add(project, '3_index', 'CREATE INDEX priced ON "Item" (price)', 'DROP INDEX priced');
  const stop = new AbortController();
  const onEvent = (event: ApplyEvent): void => {
    if (event.kind === 'done' && event.result.kind === 'revert') stop.abort();
  };
  const smoke = { commands: [[process.execPath, '-e', 'process.exit(1)']] };
  const input = inputOf(project, { smoke }, { signal: stop.signal });
  const report = await watchedDeploy({
    ...input,
    deploy: { ...input.deploy, options: { signal: stop.signal, onEvent } },
  });
  expect(report).toMatchObject({ outcome: 'interrupted', decision: { action: 'back' } });
  expect(report.rollback?.results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'interrupted']);
  expect([await project.has('named'), await project.has('priced')]).toEqual([true, false]);
});
