import { expect, test } from 'vitest';

import { type Migration, readFolder } from '../project/folder.ts';
import { type FixtureProject, fixtureProject } from '../project.fixture.ts';
import { deploy } from './deploy.ts';
import { matchCatalog } from './match-catalog.ts';
import { resolve, type ResolveTarget } from './resolve.ts';
import { readStatus } from './status.ts';

const A = '20240101000000_a';
const B = '20240102000000_b';
const C = '20240103000000_c';
const migrations = {
  [A]: { up: 'CREATE TABLE a (id int);' },
  [B]: { up: 'CREATE TABLE b (id int);' },
  [C]: { up: 'CREATE TABLE c (id int);' },
};

/** A project whose second migration Prisma began and did not finish. */
async function failedSecond(): Promise<FixtureProject> {
  const project = await fixtureProject(migrations);
  await deploy({ ...project, to: A });
  await project.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ('1', 'c', '${B}', 'ERROR: no')`,
  );
  return project;
}

const told = (project: FixtureProject, target: ResolveTarget) =>
  resolve({
    ...project,
    target,
    compare: async (made: readonly Migration[]) =>
      matchCatalog({
        url: project.url,
        folder: { ...(await readFolder(project.directory)), migrations: made },
        target: made.at(-1)?.name,
      }),
  });

test('what was undone by hand is rolled back, once nothing of it is left', async () => {
  const project = await failedSecond();
  await project.query('CREATE TABLE b (id int)');
  await expect(told(project, { rolledBack: 'b' })).rejects.toMatchObject({
    code: 'migrations.catalog_differs',
    message: expect.stringContaining(`without ${B}`),
    why: expect.stringContaining('b'),
  });
  await project.query('DROP TABLE b');
  expect(await told(project, { rolledBack: 'b' })).toMatchObject({ migration: B, as: 'rolled back' });
  expect((await deploy(project)).results).toMatchObject([{ name: B, outcome: 'succeeded' }, { name: C }]);
});

test('what was finished by hand is applied, once all of it is there', async () => {
  const project = await failedSecond();
  await expect(told(project, { applied: B })).rejects.toMatchObject({ code: 'migrations.catalog_differs' });
  await project.query('CREATE TABLE b (id int)');
  expect(await told(project, { applied: B })).toMatchObject({
    migration: B,
    as: 'applied',
    compared: { match: { differences: [] } },
  });
  expect(await readStatus(project)).toMatchObject({ state: 'pending', current: B, violations: [] });
  const { rows } = await project.connect((client) =>
    client.query('SELECT direction, migration_name AS name FROM agora.migration_runs ORDER BY id'),
  );
  expect(rows).toEqual([
    { direction: 'up', name: A },
    { direction: 'stamp', name: B },
  ]);
});

test('the first of all is compared with an empty database', async () => {
  const project = await fixtureProject({ [A]: migrations[A] });
  await project.query('CREATE TABLE a (id int)');
  await project.write({
    [A]: { up: 'CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON nothing (id);' },
  });
  await project.query('DROP TABLE a');
  await deploy(project);
  expect(await readStatus(project)).toMatchObject({ counts: { interrupted: 1 } });
  await expect(told(project, { rolledBack: 'a' })).rejects.toMatchObject({
    code: 'migrations.catalog_differs',
  });
  await project.query('DROP TABLE a');
  await told(project, { rolledBack: 'a' });
  expect(await readStatus(project)).toMatchObject({ state: 'pending', counts: { pending: 1 } });
});

test('what the history says already is not recorded again', async () => {
  const project = await failedSecond();
  const refused = { code: 'migrations.cannot_resolve' };
  await expect(told(project, { applied: 'a' })).rejects.toMatchObject(refused);
  await expect(told(project, { rolledBack: 'a' })).rejects.toMatchObject(refused);
  await expect(told(project, { rolledBack: 'c' })).rejects.toMatchObject(refused);
  await expect(told(project, { applied: 'x' })).rejects.toMatchObject({ code: 'migrations.unknown_target' });
});
