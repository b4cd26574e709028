import path from 'node:path';
import { readFile } from 'node:fs/promises';

import { testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { expandColumnRename } from '../../online/expand/column/rename-column.ts';
import { migrationsOf } from '../../online/expand/expansion.fixture.ts';
import { type ColumnPlace, readColumnGround } from '../../online/expand/ground/column-ground.ts';
import { openExpansions } from '../../online/expand/open-expansions.ts';
import { prisma } from '../../prisma-cli.fixture.ts';
import { fixtureProject } from '../../project.fixture.ts';
import { renderBackfill } from '../../project/backfill-file.ts';
import type { Project } from '../../prisma/project.ts';
import { readFolder } from '../../project/folder.ts';
import { checkMigrations } from '../check/check.ts';
import { createMigration } from '../create/create.ts';
import { refuseExpanded } from '../create/refuse-expanded.ts';
import { deploy } from '../deploy.ts';
import { rollback } from '../rollback/rollback.ts';
import { contractExpansions } from './contract.ts';

const INIT = `CREATE TABLE "users" ("id" SERIAL NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "users_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "users_name_key" ON "users"("name");`;
const PLACE: ColumnPlace = {
  schema: 'public',
  table: { name: 'users' },
  column: 'name',
  copy: 'displayName',
};

/** A project with a table and two rows. */
async function projectOf(models: string) {
  const fixture = await fixtureProject(
    { '20240101000000_init': { up: INIT, down: 'DROP TABLE "users";' } },
    { models },
  );
  const { directory, url, root } = fixture;
  await deploy({ url, directory });
  await fixture.query(`INSERT INTO users (name) VALUES ('a'), ('b')`);
  const schemaPath = path.join(root, 'prisma', 'schema.prisma');
  const project: Project = {
    root,
    configPath: path.join(root, 'prisma.config.ts'),
    schemaPath,
    schemaFiles: [schemaPath],
    migrationsDirectory: directory,
    url,
  };
  return { fixture, given: { project, adminUrl: await testServerUrl() } };
}

/** A project in which a column is being renamed, deployed as far. */
async function expanded(models: string) {
  const { fixture, given } = await projectOf(models);
  const migrate = () => deploy({ ...fixture, backfills: 'later' });
  const ground = await fixture.connect((client) => readColumnGround(client, PLACE));
  const migrations = ground === undefined ? [] : migrationsOf(expandColumnRename(PLACE, ground));
  await fixture.write(
    Object.fromEntries(
      migrations.map(({ suffix, up, down = '', backfill }, n) => [
        `2024020100000${n}_rename_${suffix}`,
        { up, down, ...(backfill === undefined ? {} : { 'backfill.sql': renderBackfill(backfill) }) },
      ]),
    ),
  );
  expect((await migrate()).results.map(({ outcome }) => outcome)).toEqual(migrations.map(() => 'succeeded'));
  return { fixture, migrate, given };
}

const USER =
  'model users {\n id Int @id @default(autoincrement())\n displayName String @unique(map: "users_name_key")\n}';

describe('contract', () => {
  it('is waited for, written, proven, deployed and taken back without a loss', async () => {
    const { fixture, given, migrate } = await expanded(USER);
    const { url, directory } = fixture;
    // The Prisma schema has the new name alone, and that is no difference.
    expect(await createMigration({ ...given, name: 'next' })).toEqual({ kept: [] });
    expect((await checkMigrations(given)).problems).toEqual([]);
    await expect(contractExpansions(given)).rejects.toMatchObject({ code: 'migrations.not_filled' });
    await fixture.query('UPDATE users SET "displayName" = name');

    const { contractions } = await contractExpansions({ ...given, what: 'users.name' });
    expect(contractions).toMatchObject([
      {
        expansion: 'users.name as "displayName"',
        migration: { name: expect.stringMatching(/_contract_name_to_display_name$/) },
        proof: { outcome: 'proven', lost: [] },
        lint: { counts: { error: 0 } },
        written: true,
      },
    ]);
    await fixture.query(`INSERT INTO users (name) VALUES ('c')`);
    expect((await migrate()).results).toMatchObject([{ outcome: 'succeeded' }]);
    const names = async (column: string) =>
      (await fixture.query(`SELECT "${column}" AS name FROM users ORDER BY id`)).map(({ name }) => name);
    expect(await names('displayName')).toEqual(['a', 'b', 'c']);
    expect(await createMigration({ ...given, name: 'next' })).toEqual({ kept: [] });
    await expect(contractExpansions(given)).rejects.toMatchObject({ code: 'migrations.nothing_to_contract' });

    await fixture.query(`INSERT INTO users ("displayName") VALUES ('d')`);
    const { results } = await rollback({ url, directory, target: { steps: 3 } });
    expect(results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(await names('name')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('follows a rename that create has written online, and is written once by two at once', async () => {
    const { fixture, given } = await projectOf(USER);
    const { url, directory } = fixture;
    const report = await createMigration({
      ...given,
      name: 'rename',
      online: true,
      renames: ['users.name=users.displayName'],
    });
    expect(report.migration === undefined ? [] : report.migrations.map(({ name }) => name.slice(15))).toEqual(
      ['rename', 'rename_index'],
    );
    expect(await createMigration({ ...given, name: 'next' })).toEqual({ kept: [] });
    expect((await deploy({ url, directory })).results).toHaveLength(2);
    const moments = [new Date(), new Date(Date.now() + 1000)];
    const runs = await Promise.allSettled(moments.map((now) => contractExpansions({ ...given, now })));
    expect(runs.toSorted((a, b) => a.status.localeCompare(b.status))).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'migrations.folder_changed' } },
    ]);
    expect((await deploy({ url, directory })).results).toMatchObject([{ outcome: 'succeeded' }]);
    expect(await fixture.query('SELECT "displayName" FROM users ORDER BY id')).toEqual([
      { displayName: 'a' },
      { displayName: 'b' },
    ]);
    expect((await checkMigrations({ ...given, prove: false })).problems).toEqual([]);
  });

  it('is unknown to prisma migrate dev, which says that values go, and to no prisma migrate deploy', async () => {
    const { fixture } = await expanded(USER);
    const dev = await prisma(fixture, 'migrate', 'dev', '--create-only', '--name', 'next');
    expect(dev).toMatchObject({
      code: 1,
      output: expect.stringContaining(
        'drop the column `name` on the `users` table, which still contains 2 non-null values',
      ),
    });
    expect(await prisma(fixture, 'migrate', 'deploy')).toMatchObject({
      code: 0,
      output: expect.stringContaining('No pending migrations'),
    });
    expect(await fixture.query('SELECT name FROM users ORDER BY id')).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('refuses another change of what is expanded, and a name that is not', async () => {
    const { fixture, given } = await expanded(USER.replace('displayName String', 'displayName String?'));
    const refused = {
      code: 'migrations.expansion_open',
      fix: expect.stringContaining('agora migrate contract users.name'),
    };
    await expect(createMigration({ ...given, name: 'next' })).rejects.toMatchObject(refused);
    await expect(contractExpansions({ ...given, what: 'users.id' })).rejects.toMatchObject({
      code: 'migrations.nothing_to_contract',
      why: 'Open: users.name as "displayName"',
    });
    const renamed = 'ALTER TABLE "users" RENAME TO "people";';
    const { migrations } = await readFolder(fixture.directory);
    const open = openExpansions(migrations, 'public');
    await expect(refuseExpanded(renamed, open, 'public')).rejects.toMatchObject(refused);
    // Written by hand all the same.
    await fixture.write({ '20240301000000_people': { up: renamed } });
    await expect(contractExpansions(given)).rejects.toMatchObject({
      message: expect.stringContaining('is not there any more'),
    });
  });

  it('stops a deploy while rows are not filled, also under Prisma', async () => {
    const { fixture, given, migrate } = await expanded(USER);
    await fixture.query('UPDATE users SET "displayName" = name');
    const { contractions } = await contractExpansions(given);
    await fixture.query(
      'ALTER TABLE users DISABLE TRIGGER USER; UPDATE users SET "displayName" = NULL WHERE id = 1',
    );
    const up = await readFile(contractions[0]?.migration.up.path ?? '', 'utf8');
    await expect(fixture.query(up)).rejects.toThrow(/backfill of 20240201000000_rename_ is not done/);
    expect((await migrate().catch((error: unknown) => ({ results: [error] }))).results).not.toMatchObject([
      { outcome: 'succeeded' },
    ]);
    expect(await fixture.query('SELECT name FROM users ORDER BY id')).toEqual([{ name: 'a' }, { name: 'b' }]);
  });
});
