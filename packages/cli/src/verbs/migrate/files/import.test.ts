import { readdir } from 'node:fs/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type PrismaProject, prismaProject } from '../../../prisma-project.fixture.ts';

let project: PrismaProject;

beforeAll(async () => {
  project = await prismaProject();
  await project.write('old/001_a.sql', 'CREATE TABLE a (id int);\n');
  await project.write('old/002_b.sql', 'CREATE TABLE b (id int);\n');
});
afterAll(() => project.drop());

test('import makes the folders, records what was applied, and the rest is pending', async () => {
  await project.query('CREATE TABLE migration_versions (version int, name text); CREATE TABLE a (id int)');
  await project.query("INSERT INTO migration_versions VALUES (1, 'a')");
  const dry = await project.agora('migrate', 'import', 'old', '--from', 'numbered', '--dry-run');
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('would be made')]);
  expect(await readdir(project.migrations)).toEqual(['migration_lock.toml']);
  const run = await project.agora('migrate', 'import', 'old', '--from', 'numbered', '--json');
  expect([run.code, run.json()]).toMatchObject([
    0,
    { made: ['00000000000001_a', '00000000000002_b'], recorded: ['00000000000001_a'] },
  ]);
  const status = await project.agora('migrate', 'status', '--json');
  expect(status.json()).toMatchObject({ state: 'pending', counts: { applied: 1, pending: 1 } });
});

test('import wants to know whose files they are, and names those it cannot read', async () => {
  expect((await project.agora('migrate', 'import', 'old')).code).toBe(64);
  await project.write('bad/x.txt', '');
  const run = await project.agora('migrate', 'import', 'bad', '--from', 'flyway');
  expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('x.txt: its name is not')]);
});
