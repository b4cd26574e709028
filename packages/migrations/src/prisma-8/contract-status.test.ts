import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';

import { loadProject } from '../prisma/project.ts';
import { fixtureProject } from '../project.fixture.ts';
import { describeContractStatus, readContractStatus } from './contract-status.ts';

// As 8.0.0-rc.19 makes it.
const ledger = `CREATE SCHEMA prisma_contract;
  CREATE TABLE prisma_contract.ledger (id bigserial PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(),
    space text NOT NULL, migration_name text NOT NULL, migration_hash text NOT NULL, origin_core_hash text,
    origin_profile_hash text, destination_core_hash text NOT NULL, destination_profile_hash text, operations jsonb NOT NULL);
  INSERT INTO prisma_contract.ledger (space, migration_name, migration_hash, destination_core_hash, operations, created_at)
    VALUES ('app', '20260901T1000_init', 'h', 'a', '[]', '2026-09-02 08:00+00'), ('app', '', '', 'b', '[]', '2026-09-03 08:00+00'),
           ('pgvector', '20260901T0900_install', 'h', 'c', '[]', '2026-09-03 09:00+00')`;

it('is read, and the project is known by its folder or its configuration', async () => {
  const fixture = await fixtureProject();
  const directory = path.join(fixture.root, 'migrations');
  for (const name of ['app/20260901T1000_init', 'app/20260905T1000_more']) {
    await mkdir(path.join(directory, name), { recursive: true });
    await writeFile(path.join(directory, name, 'migration.json'), '{}');
  }
  expect(await readContractStatus(fixture.url, directory)).toMatchObject({ applied: [], state: 'pending' });
  await fixture.query(ledger);
  const status = await readContractStatus(fixture.url, directory);
  expect(describeContractStatus(status)).toBe(
    [
      'Prisma 8: 3 applied, 1 pending',
      'applied  app/20260901T1000_init  2026-09-02T08:00:00.000Z',
      'applied  app/(without a migration)  2026-09-03T08:00:00.000Z',
      'applied  pgvector/20260901T0900_install  2026-09-03T09:00:00.000Z  not on disk',
      'pending  app/20260905T1000_more',
    ].join('\n'),
  );

  expect((await loadProject({ cwd: fixture.root, url: fixture.url })).prisma8).toBe(false);
  expect(await loadProject({ cwd: fixture.root, migrations: 'migrations' })).toMatchObject({ prisma8: true });
  await writeFile(
    path.join(fixture.root, 'prisma.config.ts'),
    "import { definePrismaConfig } from 'prisma/config';\n" +
      "export default definePrismaConfig({ orm: { contract: {}, db: { connection: 'postgresql://h/x' } } });\n",
  );
  expect(await loadProject({ cwd: fixture.root })).toMatchObject({
    prisma8: true,
    migrationsDirectory: directory,
    url: 'postgresql://h/x',
  });
});
