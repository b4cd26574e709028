import { afterAll, beforeAll, expect, test } from 'vitest';

import { type PrismaProject, prismaProject } from '../../prisma-project.fixture.ts';

const name = '20260101000000_a';
let project: PrismaProject;

beforeAll(async () => {
  project = await prismaProject();
  await project.write(`prisma/migrations/${name}/migration.sql`, 'CREATE TABLE a (id int);\n');
});
afterAll(() => project.drop());

test('resolve looks at the catalog before it records, and says what it did', async () => {
  expect(await project.agora('migrate', 'deploy')).toMatchObject({ code: 0 });
  await project.query("UPDATE _prisma_migrations SET finished_at = NULL, logs = 'ERROR: no'");
  const failed = await project.agora('migrate', 'deploy');
  expect(failed.stderr).toContain(`agora migrate resolve --rolled-back ${name}`);
  const refused = await project.agora('migrate', 'resolve', '--rolled-back', 'a');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('migrations.catalog_differs')]);
  const applied = await project.agora('migrate', 'resolve', '--applied', 'a', '--json');
  expect([applied.code, applied.json()]).toMatchObject([
    0,
    { migration: name, as: 'applied', compared: { match: { differences: [] } } },
  ]);
  expect((await project.agora('migrate', 'status')).code).toBe(0);
});

test('resolve wants to know which, and what became of it', async () => {
  expect((await project.agora('migrate', 'resolve')).code).toBe(64);
  const both = await project.agora('migrate', 'resolve', '--applied', 'a', '--rolled-back', 'a');
  expect(both.code).toBe(64);
});
