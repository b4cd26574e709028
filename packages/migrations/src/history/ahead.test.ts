import { withConnection } from '@agora/postgres';
import { withTestRole } from '@agora/testkit';
import { expect, test } from 'vitest';

import { type FixtureProject, fixtureProject } from '../project.fixture.ts';
import { deploy } from '../verbs/deploy.ts';
import { describeStatus } from '../verbs/report-text.ts';
import { rollback } from '../verbs/rollback/rollback.ts';
import { stamp } from '../verbs/stamp.ts';
import { readStatus } from '../verbs/status.ts';
import { assessHistory } from './history-gate.ts';

const first = { '20240101000000_a': { up: 'CREATE TABLE a (id int);', down: 'DROP TABLE a;' } };
const compatible = {
  '20240102000000_b': { up: '-- agora: compatible\nCREATE TABLE b (id int);', down: 'DROP TABLE b;' },
  '20240103000000_c': {
    up: '-- agora: compatible\nCREATE INDEX CONCURRENTLY c ON a (id);',
    down: 'DROP INDEX c;',
  },
};
const ahead = Object.keys(compatible);

const assess = (project: FixtureProject, schema?: string) =>
  project.connect((client) =>
    assessHistory(client, project.directory, schema === undefined ? {} : { schema }),
  );

async function forget(project: FixtureProject, ...names: readonly string[]): Promise<void> {
  for (const name of names) await project.remove(name);
}

test.each([undefined, 'Forum "x"'])(
  'a database may be ahead by compatible migrations, in schema %s',
  async (schema) => {
    const project = await fixtureProject(
      { ...first, ...compatible },
      schema === undefined ? {} : { schema: encodeURIComponent(schema) },
    );
    await deploy(project);
    expect(await assess(project, schema)).toMatchObject({ state: 'ok', ahead: [], migration: ahead[1] });
    await forget(project, ...ahead);
    expect(await assess(project, schema)).toEqual({
      state: 'ok',
      message: '',
      pending: [],
      migration: '20240101000000_a',
      ahead,
      violations: [],
    });
    const status = await readStatus(project);
    expect(status).toMatchObject({ state: 'up-to-date', ahead, violations: [] });
    expect(describeStatus(status)).toContain('marked compatible');
    // A pod of the old version that deploys before it starts has nothing to do.
    expect((await deploy(project)).plan).toMatchObject({ steps: [], blockers: [] });
    // What it does not have, it cannot take back, and does not skip.
    const back = await rollback({ ...project, target: { steps: 1 } });
    expect(back.plan.blockers.map(({ code }) => code)).toEqual(['migrations.missing_on_disk']);
    expect(back.results).toEqual([]);
  },
);

test('nothing but the mark lets it be ahead', async () => {
  const project = await fixtureProject({
    ...first,
    ...compatible,
    '20240104000000_d': { up: 'CREATE TABLE d (id int);' },
  });
  await deploy(project);
  await forget(project, ...ahead, '20240104000000_d');
  const found = await assess(project);
  expect(found).toMatchObject({ state: 'unknown', ahead });
  expect(found.violations.map((one) => 'migration' in one && one.migration)).toEqual(['20240104000000_d']);
  expect(found.message).toContain('agora: compatible');
  // The folder goes on otherwise: it is another branch, and no older version.
  await project.query("DELETE FROM _prisma_migrations WHERE migration_name = '20240104000000_d'");
  await project.write({ '20240105000000_other': { up: 'CREATE TABLE other (id int);' } });
  expect(await assess(project)).toMatchObject({ state: 'unknown', ahead: [] });
  await forget(project, '20240105000000_other');
  expect(await assess(project)).toMatchObject({ state: 'ok', ahead });
  // One that is gone from among those that are there was deleted.
  await project.write({ '20240103000000_c': compatible['20240103000000_c'] });
  expect(await assess(project)).toMatchObject({ state: 'unknown', ahead: [] });
});

test('a role that may not read the journal is told so', async () => {
  const project = await fixtureProject({ ...first, ...compatible });
  await deploy(project);
  await forget(project, ...ahead);
  await withTestRole(project.url, async (role) => {
    const ask = () =>
      withConnection(role.url, (client) => assessHistory(client, project.directory)).then(
        ({ state, violations }) => ({ state, fix: violations[0]?.fix ?? '' }),
      );
    await project.query(`GRANT SELECT ON _prisma_migrations TO ${role.name}`);
    expect(await ask()).toMatchObject({ state: 'unknown', fix: expect.stringContaining('GRANT USAGE') });
    await project.query(`GRANT USAGE ON SCHEMA agora TO ${role.name}`);
    await project.query(`GRANT SELECT ON agora.migration_runs TO ${role.name}`);
    expect(await ask()).toEqual({ state: 'ok', fix: '' });
  });
});

test('the mark is kept by the journal, of what was recorded too, and of no earlier life of the migration', async () => {
  const project = await fixtureProject({ ...first, ...compatible });
  await deploy({ ...project, to: '20240102000000_b' });
  await stamp({ ...project, target: { all: true } });
  await forget(project, ...ahead);
  expect(await assess(project)).toMatchObject({ state: 'ok', ahead });
  await project.query(
    "UPDATE _prisma_migrations SET id = 'another' WHERE migration_name = '20240103000000_c'",
  );
  expect(await assess(project)).toMatchObject({ state: 'unknown', ahead: [ahead[0]] });
  await project.query('DROP SCHEMA agora CASCADE');
  expect(await assess(project)).toMatchObject({ state: 'unknown', ahead: [] });
});
