import { expect, test } from 'vitest';

import { deploy } from '../verbs/deploy.ts';
import { fixtureProject } from '../project.fixture.ts';
import { readStatus } from '../verbs/status.ts';

const one = { '20240101000000_a': { up: 'CREATE TABLE a (id int);' } };
const more = { ...one, '20240102000000_b': { up: 'CREATE TABLE b (id int);' } };

test('a journal of an earlier version gets what it lacks, and keeps its rows', async () => {
  const project = await fixtureProject(one);
  await deploy(project);
  await project.query('ALTER TABLE agora.migration_runs DROP history_schema, DROP lock_wait_ms, DROP role');
  await project.write(more);
  const report = await deploy(project);
  expect(report.journal).toEqual({ available: true });
  const { entries } = await readStatus({ ...project, runs: true });
  expect(entries.map((entry) => entry.runs)).toMatchObject([
    [{ schema: 'public', lockWaitMs: 0, role: 'unknown' }],
    [{ schema: 'public', outcome: 'succeeded', role: 'postgres' }],
  ]);
});

test('a table of somebody else under the name of the journal is left alone', async () => {
  const project = await fixtureProject(one);
  await project.query('CREATE SCHEMA agora');
  await project.query('CREATE TABLE agora.migration_runs (id int PRIMARY KEY, migration_name text)');
  const report = await deploy(project);
  expect(report.journal).toMatchObject({
    available: false,
    reason: expect.stringMatching(/of somebody else/),
  });
  expect(report.results).toMatchObject([{ outcome: 'succeeded' }]);
  expect(
    await project.query(
      "SELECT attname FROM pg_attribute WHERE attrelid = 'agora.migration_runs'::regclass AND attnum > 0 ORDER BY attnum",
    ),
  ).toEqual([{ attname: 'id' }, { attname: 'migration_name' }]);
});
