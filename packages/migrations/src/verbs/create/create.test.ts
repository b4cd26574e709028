import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { withConnection } from '@agora/postgres';
import { testServerUrl, withTestRole } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { checkMigrations } from '../check/check.ts';
import { deploy } from '../deploy.ts';
import { fixtureProject } from '../../project.fixture.ts';
import type { Project } from '../../prisma/project.ts';
import { createMigration, type CreateInput, type CreateReport, type NothingToMake } from './create.ts';
import { checkName, folderName } from './migration-name.ts';

const INIT = `-- CreateTable
CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
`;

async function setUp(models: string): Promise<{
  directory: string;
  url: string;
  project: Project;
  create: (options: Partial<CreateInput>) => Promise<CreateReport | NothingToMake>;
  /** The same where something is made. */
  made: (options: Partial<CreateInput>) => Promise<CreateReport>;
  folders: () => Promise<string[]>;
}> {
  const fixture = await fixtureProject(
    { '20240101000000_init': { up: INIT, down: 'DROP TABLE "users";' } },
    { models },
  );
  const schemaPath = path.join(fixture.root, 'prisma', 'schema.prisma');
  const project: Project = {
    root: fixture.root,
    configPath: path.join(fixture.root, 'prisma.config.ts'),
    schemaPath,
    schemaFiles: [schemaPath],
    migrationsDirectory: fixture.directory,
    url: fixture.url,
  };
  const create = async (options: Partial<CreateInput>): Promise<CreateReport | NothingToMake> =>
    createMigration({ project, name: 'next', adminUrl: await testServerUrl(), ...options });
  return {
    directory: fixture.directory,
    url: fixture.url,
    project,
    create,
    made: async (options) => {
      const report = await create(options);
      if (report.migration === undefined) throw new Error('nothing was made');
      return report;
    },
    folders: async () => (await readdir(fixture.directory)).filter((name) => name !== 'migration_lock.toml'),
  };
}

const USER = (fields: string, name = 'User', table = 'users'): string => `
model ${name} {
  id Int @id @default(autoincrement())
  ${fields}
  @@map("${table}")
}
`;

describe('create', () => {
  it('with online, writes what a live database would feel in folders of its own', async () => {
    const { made, directory, url } = await setUp(USER('name String @unique'));
    const { migrations, online, lint } = await made({ online: true });
    expect(migrations).toHaveLength(1);
    expect(online?.left).toEqual([]);
    expect(lint?.counts.error).toBe(0);
    expect(migrations[0]?.up.sql).toContain('CREATE UNIQUE INDEX CONCURRENTLY');
    expect((await deploy({ url, directory })).results.map(({ outcome }) => outcome)).toEqual([
      'succeeded',
      'succeeded',
    ]);
    const next = await made({ online: true, name: 'later' }).catch((error: unknown) => error);
    expect(next).toMatchObject({ message: 'nothing was made' });
  });

  it('writes both ways, proven and linted, and they deploy and roll back', async () => {
    const { made, directory, url } = await setUp(
      USER('name String\n  bans Ban[]') +
        `
model Ban {
  id Int @id @default(autoincrement())
  userId Int @map("user_id")
  user User @relation(fields: [userId], references: [id])
  @@map("bans")
}`,
    );
    const report = await made({ name: 'add_bans', now: new Date('2026-11-21T09:30:00Z') });
    expect(report).toMatchObject({
      written: true,
      migration: { name: '20261121093000_add_bans' },
      proof: { outcome: 'proven', lost: [] },
      lint: { counts: { error: 0 } },
    });
    const read = (file: string): Promise<string> =>
      readFile(path.join(directory, '20261121093000_add_bans', file), 'utf8');
    expect(await read('migration.sql')).toContain('CREATE TABLE "bans"');
    expect(await read('down.sql')).toContain('-- agora: loses table public.bans');
    expect(await read('down.sql')).toContain('DROP TABLE "public"."bans"');
    const results = (await deploy({ url, directory })).results.map((result) => result.outcome);
    expect(results).toEqual(['succeeded', 'succeeded']);
  });

  it('makes nothing when schema and history agree', async () => {
    const { create, folders } = await setUp(USER('name String'));
    expect(await create({})).toEqual({ kept: [] });
    expect(await folders()).toEqual(['20240101000000_init']);
  });

  it('turns drop and add into a rename of a column, with what else changes about it', async () => {
    const { made } = await setUp(USER('displayName String? @map("display_name")'));
    const plain = await made({ dryRun: true });
    expect(plain.migration.up.sql).toMatch(/DROP COLUMN "name"/);
    const report = await made({ renames: ['users.name=users.display_name'] });
    expect(report.migration.up.sql).toContain('ALTER TABLE "users" RENAME COLUMN "name" TO "display_name";');
    expect(report.migration.up.sql).toContain('ALTER COLUMN "display_name" DROP NOT NULL');
    expect(report.migration.up.sql).not.toMatch(/DROP COLUMN|ADD COLUMN/);
    expect(report.migration.down?.sql).toContain('RENAME COLUMN "display_name" TO "name"');
    expect(report.proof).toMatchObject({ outcome: 'proven', lost: [] });
  });

  it('renames a table, and what bears its name as Prisma wants it', async () => {
    const { made } = await setUp(USER('name String', 'Account', 'accounts'));
    const report = await made({ renames: ['users=accounts'] });
    expect(report.migration.up.sql).toContain('ALTER TABLE "users" RENAME TO "accounts";');
    expect(report.migration.up.sql).not.toMatch(/DROP TABLE|CREATE TABLE/);
    expect(report.proof).toMatchObject({ outcome: 'proven', lost: [] });
  });

  it.each([
    ['users.nme=users.name2', /has no column nme/],
    ['people.name=people.x', /no table, enum, index or schema people/],
    ['users.name=users.id', /has a column id already/],
    ['users.name', /not of the form/],
    ['users.name=posts.name', /stays in its table/],
    ['users.name=users.title', /has no column title in users/],
  ])('refuses --rename %s, and leaves nothing behind', async (rename, why) => {
    const { create, folders } = await setUp(USER('displayName String @map("display_name")'));
    await expect(create({ renames: [rename] })).rejects.toMatchObject({
      code: 'migrations.bad_rename',
      why: expect.stringMatching(why),
    });
    expect(await folders()).toEqual(['20240101000000_init']);
  });

  it('lays an empty one for SQL written by hand', async () => {
    const { made, folders } = await setUp(USER('name String'));
    const report = await made({ name: 'by_hand', empty: true, now: new Date('2026-11-21T09:30:00Z') });
    expect(await folders()).toContain('20261121093000_by_hand');
    expect(report.migration.up.statements).toEqual([]);
    expect(report.migration.down).toBeUndefined();
  });

  it('leaves nothing behind when the schema is wrong, or the history does not run', async () => {
    const { create, folders, project, directory } = await setUp(USER('name Strin'));
    await expect(create({})).rejects.toMatchObject({
      message: 'Prisma cannot read the schema.',
      why: expect.stringContaining('"Strin"'),
      fix: expect.stringContaining('npx prisma validate'),
    });
    await writeFile(
      project.schemaFiles[0]!,
      `datasource db {\n  provider = "postgresql"\n}\n${USER('name String\n  age Int?')}`,
    );
    await writeFile(path.join(directory, '20240101000000_init', 'migration.sql'), 'CREATE TABEL x');
    await expect(create({})).rejects.toThrow(/20240101000000_init/);
    expect(await folders()).toEqual(['20240101000000_init']);
  });

  it('shows what does not run for the rows that the history makes, and writes nothing', async () => {
    const { create, folders, directory } = await setUp(USER('name String\n  age Int'));
    const file = path.join(directory, '20240101000000_init', 'migration.sql');
    await appendFile(file, `\nINSERT INTO users (id, name) VALUES (1, 'Ann');\n`);
    await expect(create({ name: 'age' })).rejects.toMatchObject({
      code: 'migrations.does_not_run',
      why: expect.stringMatching(/contains null values[^]*\n {2}ALTER TABLE "users" ADD COLUMN {5}"age"/),
      fix: expect.stringContaining('agora migrate create age --empty'),
    });
    expect(await folders()).toEqual(['20240101000000_init']);
  });
});

it("works on the server of the project's shadow database, whose own content stays", async () => {
  const { create, project, url } = await setUp(USER('name String\n  email String?'));
  await withConnection(url, (client) => client.query('CREATE TABLE kept (id int)'));
  const shadowed = { ...project, shadowUrl: url };
  expect(await create({ project: shadowed, adminUrl: url })).toMatchObject({ proof: { outcome: 'proven' } });
  expect(await checkMigrations({ project: shadowed, adminUrl: url, prove: false })).toMatchObject({
    problems: [],
  });
  await withConnection(url, (client) => client.query('TABLE kept'));
});

it('tells a role that may make no databases what helps, whoever asks first', async () => {
  const { create, project, url } = await setUp(USER('name String\n  email String?'));
  const refused = { code: 'migrations.no_scratch', fix: expect.stringContaining('--server') };
  await withTestRole(url, async ({ url: adminUrl }) => {
    await expect(create({ adminUrl })).rejects.toMatchObject(refused);
    await expect(checkMigrations({ project, adminUrl, prove: false })).rejects.toMatchObject(refused);
  });
});

describe('the name of a migration', () => {
  it.each(['Add bans', 'add-bans', '', '_x', 'x__y', 'ü', '../x', 'a'.repeat(241)])('is not %j', (name) => {
    expect(() => checkName(name, [])).toThrow(expect.objectContaining({ code: 'migrations.bad_name' }));
  });

  it('is suggested where it is nearly one', () => {
    expect(() => checkName('AddBans for Übeltäter', [])).toThrow(
      expect.objectContaining({ fix: 'For example: --name add_bans_for_u_belta_ter' }),
    );
  });

  it('is not taken', () => {
    expect(() => checkName('add_bans', ['20240101000000_add_bans'])).toThrow(
      expect.objectContaining({ code: 'migrations.name_taken' }),
    );
    expect(() => checkName('add_bans', ['20240101000000_add_bans_again'])).not.toThrow();
  });

  it('comes after all others, whatever the clock says', () => {
    const now = new Date('2026-11-21T09:30:00Z');
    expect(folderName('x', ['20240101000000_a'], now)).toBe('20261121093000_x');
    expect(folderName('x', ['20991231235959_a', '0_squashed'], now)).toBe('21000101000000_x');
    expect(folderName('x', ['99999999999998_a'], now)).toBe('99999999999999_x');
  });
});
