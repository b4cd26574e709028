import { expect, test } from 'vitest';

import { deploy } from './deploy.ts';
import { readFolder } from '../project/folder.ts';
import { assessHistory } from '../history/history-gate.ts';
import { matchCatalog } from './match-catalog.ts';
import { type FixtureProject, fixtureProject } from '../project.fixture.ts';
import { stamp } from './stamp.ts';
import { readStatus } from './status.ts';

const migrations = {
  '20240101000000_a': { up: 'CREATE TABLE a (id int);' },
  '20240102000000_b': { up: 'ALTER TABLE a ADD b text; CREATE VIEW v AS SELECT b FROM a;' },
  '20240103000000_c': { up: 'CREATE INDEX i ON a (b);' },
};

async function compare(project: FixtureProject, target: string) {
  return matchCatalog({ url: project.url, folder: await readFolder(project.directory), target });
}

test('an existing database is told which migration it matches, and recorded as that', async () => {
  const project = await fixtureProject(migrations);
  await project.query('CREATE TABLE a (id int); ALTER TABLE a ADD b text; CREATE VIEW v AS SELECT b FROM a;');
  const input = {
    ...project,
    compare: (_names: readonly string[], target: string) => compare(project, target),
  };
  await expect(stamp({ ...input, target: { all: true } })).rejects.toMatchObject({
    code: 'migrations.catalog_differs',
    why: expect.stringContaining('missing'),
    fix: expect.stringContaining('agora migrate stamp 20240102000000_b'),
  });
  expect((await stamp({ ...input, target: { to: 'b' }, dryRun: true })).recorded).toHaveLength(2);
  expect(await readStatus(project)).toMatchObject({ state: 'blocked' });
  expect((await stamp({ ...input, target: { to: 'b' } })).recorded).toEqual([
    '20240101000000_a',
    '20240102000000_b',
  ]);
  expect(await readStatus(project)).toMatchObject({
    state: 'pending',
    current: '20240102000000_b',
    violations: [],
  });
  expect((await deploy(project)).results).toMatchObject([{ name: '20240103000000_c', outcome: 'succeeded' }]);
  expect((await stamp({ ...input, target: { all: true } })).recorded).toEqual([]);
});

test('the gate tells an application ok, pending, failed and unknown apart, in one line', async () => {
  const project = await fixtureProject(migrations);
  const assess = () => project.connect((client) => assessHistory(client, project.directory));
  expect(await assess()).toMatchObject({
    state: 'pending',
    message: '3 migrations are not applied yet. Run: agora migrate deploy',
  });
  await deploy(project);
  expect(await assess()).toMatchObject({ state: 'ok', message: '' });
  await project.query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%_c'");
  expect(await assess()).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('20240103000000_c stopped half-way'),
  });
  await project.query('UPDATE _prisma_migrations SET finished_at = now()');
  await project.remove('20240103000000_c');
  expect(await assess()).toMatchObject({
    state: 'unknown',
    message: expect.stringContaining('is not in the migrations folder'),
  });
});
