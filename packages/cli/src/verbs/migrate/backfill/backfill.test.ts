import { afterAll, beforeAll, expect, test } from 'vitest';

import { type PrismaProject, prismaProject } from '../../../prisma-project.fixture.ts';

const first = '20260101000000_add_slugs';
const second = '20260102000000_require_slugs';
const doneWhen = 'SELECT NOT EXISTS (SELECT FROM posts WHERE slug IS NULL)';
let project: PrismaProject;

beforeAll(async () => {
  project = await prismaProject();
  await project.write(
    'prisma/migrations/20250101000000_init/migration.sql',
    'CREATE TABLE posts (id int PRIMARY KEY, title text NOT NULL);\n',
  );
  await project.agora('migrate', 'deploy');
  await project.query("INSERT INTO posts SELECT n, 'Post ' || n FROM generate_series(1, 3000) AS n");
  await project.write(
    `prisma/migrations/${first}/migration.sql`,
    'ALTER TABLE posts ADD COLUMN slug text;\n',
  );
  await project.write(
    `prisma/migrations/${first}/backfill.sql`,
    `-- agora: backfill posts by (id)\n-- agora: done when ${doneWhen}\nUPDATE posts SET slug = lower(title) WHERE slug IS NULL AND :batch;\n`,
  );
  await project.write(
    `prisma/migrations/${second}/migration.sql`,
    `-- agora: after backfill ${first}\nALTER TABLE posts ALTER COLUMN slug SET NOT NULL;\n`,
  );
});
afterAll(() => project.drop());

test('a deploy leaves a backfill for later, and what comes after it waits', async () => {
  const deployed = await project.agora('migrate', 'deploy', '--backfills', 'later');
  expect([deployed.code, deployed.stderr]).toEqual([
    1,
    expect.stringContaining(`agora migrate backfill run ${first}`),
  ]);
  expect(deployed.stderr).toContain(`applied ${first}`);
  const status = await project.agora('migrate', 'backfill', 'status');
  expect([status.code, status.stdout]).toEqual([2, expect.stringMatching(/add_slugs +not begun/)]);
});

test('it is run, shows itself, and is done', async () => {
  const run = await project.agora('migrate', 'backfill', 'run', 'add_slugs', '--json');
  expect([run.code, run.json()]).toMatchObject([
    0,
    [{ migration: first, outcome: 'done', rows: 3000, changed: 3000 }],
  ]);
  const status = await project.agora('migrate', 'backfill', 'status', '--json');
  expect([status.code, status.json()]).toMatchObject([
    0,
    [{ migration: first, state: 'done', record: { changed: 3000 } }],
  ]);
  expect(await project.agora('migrate', 'backfill', 'run')).toMatchObject({ code: 0 });
  expect(await project.agora('migrate', 'deploy')).toMatchObject({ code: 0 });
  expect((await project.agora('migrate', 'backfill', 'pause', 'add_slugs')).stderr).toContain(
    'backfill.not_there',
  );
});

test('a deploy runs it after its migration, and before what waits for it', async () => {
  await project.query(
    `DROP SCHEMA agora CASCADE; DELETE FROM _prisma_migrations WHERE migration_name >= '2026'; ALTER TABLE posts DROP COLUMN slug`,
  );
  const deployed = await project.agora('migrate', 'deploy', '--json');
  expect([deployed.code, deployed.json()]).toMatchObject([
    0,
    {
      results: [{ name: first }, { name: second }],
      backfills: [{ migration: first, outcome: 'done', changed: 3000 }],
    },
  ]);
});
