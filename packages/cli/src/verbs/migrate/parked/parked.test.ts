import { afterAll, beforeAll, expect, test } from 'vitest';

import { type PrismaProject, prismaProject } from '../../../prisma-project.fixture.ts';

let project: PrismaProject;

beforeAll(async () => {
  project = await prismaProject();
  await project.write(
    'agora.config.json',
    JSON.stringify({ environments: { development: { park: '72h' } } }),
  );
  await project.write(
    'prisma/migrations/20260101000000_a/migration.sql',
    `CREATE TABLE a (id int, "Nick" text); INSERT INTO a VALUES (1, 'x'); CREATE TABLE b (id int);`,
  );
  await project.write(
    'prisma/migrations/20260102000000_b/migration.sql',
    'ALTER TABLE a DROP COLUMN "Nick"; DROP TABLE b;',
  );
});
afterAll(() => project.drop());

test('what a deploy would destroy is listed, kept, and purged when its time is over', async () => {
  const deployed = await project.agora('migrate', 'deploy');
  expect([deployed.code, deployed.stderr]).toEqual([
    0,
    expect.stringContaining('parked public.a.Nick, public.b'),
  ]);
  const listed = await project.agora('migrate', 'parked', 'list');
  expect(listed.stdout).toMatch(
    /column public\.a\.Nick +public\.a\.agora_parked_\d+_Nick .* 20260102000000_b \(up\)/,
  );
  expect((await project.agora('migrate', 'status')).stdout).toContain('2 parked, none of it over');

  const early = await project.agora('migrate', 'parked', 'purge');
  expect([early.code, early.stdout]).toEqual([
    0,
    expect.stringMatching(/^kept +column public\.a\.Nick until/),
  ]);
  expect((await project.agora('migrate', 'parked', 'purge', '--now')).code).toBe(1);
  expect(
    (await project.agora('migrate', 'parked', 'purge', '--now', '--database', 'other')).stderr,
  ).toContain('is not the name of the database');
  const planned = await project.agora('migrate', 'parked', 'purge', '--now', '--dry-run');
  expect(planned.stdout).toMatch(/^to do +column/);
  expect(await project.query('SELECT FROM agora.parked')).toHaveLength(2);

  await project.query("UPDATE agora.parked SET until = now() WHERE kind = 'column'");
  expect((await project.agora('migrate', 'status')).stdout).toContain('2 parked, 1 of it over');
  const purged = await project.agora('migrate', 'parked', 'purge', '--json');
  expect(purged.json()).toMatchObject([{ outcome: 'purged' }, { outcome: 'kept' }]);
  expect(await project.query("SELECT FROM pg_attribute WHERE attname ~ '^agora_parked'")).toEqual([]);
  const [database] = await project.query('SELECT current_database() AS name');
  const name = String(database?.['name']);
  const last = await project.agora('migrate', 'parked', 'purge', '--now', '--database', name);
  expect([last.code, last.stdout]).toEqual([0, expect.stringMatching(/^purged +table public\.b/)]);
  expect((await project.agora('migrate', 'parked', 'list')).stdout).toContain('Nothing is parked.');
});
