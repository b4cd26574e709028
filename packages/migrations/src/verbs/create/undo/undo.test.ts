import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { type FixtureProject, fixtureProject } from '../../../project.fixture.ts';
import { deploy } from '../../deploy.ts';
import { rollback } from '../../rollback/rollback.ts';
import { createMigration, type CreateReport } from '../create.ts';

const MODELS = `
model User {
  id Int @id
  name String
  bio String?
  age Int?
  email String?
  pets Pet[]
  @@index([age])
  @@index([bio], map: "byBio")
  @@map("users")
}
model Pet {
  id Int @id
  userId Int @map("user_id")
  weight Int?
  user User @relation(fields: [userId], references: [id])
  @@map("Pets")
}`;

const HISTORY = {
  '20240101000000_init': {
    up: 'CREATE TABLE users (id int NOT NULL, name text NOT NULL, CONSTRAINT "users_pkey" PRIMARY KEY (id));',
  },
  '20240102000000_profile': {
    up: `ALTER TABLE users ADD COLUMN bio text, ADD COLUMN age int;
CREATE INDEX users_age_idx ON users (age);
CREATE TABLE "Pets" (id int NOT NULL, user_id int NOT NULL, weight int, CONSTRAINT "Pets_pkey" PRIMARY KEY (id),
  CONSTRAINT "Pets_user_id_fkey" FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT ON UPDATE CASCADE);`,
  },
  '20240103000000_later': {
    up: `ALTER TABLE users ADD COLUMN email text;
CREATE INDEX "byBio" ON users (bio);
CREATE FUNCTION weighed() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT sum(weight) FROM "Pets"); END';`,
  },
};

const WITH_DOWN = {
  ...HISTORY,
  '20240102000000_profile': {
    ...HISTORY['20240102000000_profile'],
    down: `DROP TABLE "Pets";\nUPDATE users SET name = name || coalesce(' ' || age, '');\nDROP INDEX users_age_idx;\nALTER TABLE users DROP COLUMN age, DROP COLUMN bio;`,
  },
};

async function undo(
  project: FixtureProject,
  only: readonly string[],
  migration = 'profile',
): Promise<CreateReport> {
  const schemaPath = path.join(project.root, 'prisma', 'schema.prisma');
  const report = await createMigration({
    project: {
      root: project.root,
      configPath: path.join(project.root, 'prisma.config.ts'),
      schemaPath,
      schemaFiles: [schemaPath],
      migrationsDirectory: project.directory,
      url: project.url,
    },
    name: 'undo_it',
    adminUrl: await testServerUrl(),
    undo: { migration, only },
    now: new Date('2026-11-30T09:30:00Z'),
  });
  if (report.migration === undefined) throw new Error('nothing was made');
  return report;
}

const statementsOf = ({ migration }: CreateReport): readonly string[] =>
  migration.up.statements.map(({ text }) => text.trim());

describe('create --undo', () => {
  it('takes back a column with its index, and leaves the others', async () => {
    const project = await fixtureProject(WITH_DOWN, { models: MODELS });
    const report = await undo(project, ['users.age']);
    expect(statementsOf(report)).toEqual([
      `UPDATE users SET name = name || coalesce(' ' || age, '')`,
      'DROP INDEX users_age_idx',
      'ALTER TABLE "users" DROP COLUMN age',
    ]);
    expect(report.proof?.outcome).toBe('proven with data loss');
    expect(report.warnings).toEqual([expect.stringMatching(/schema\.prisma[^]*ADD COLUMN\s+"age" INTEGER/)]);
    const file = await readFile(path.join(project.directory, report.migration.name, 'migration.sql'), 'utf8');
    expect(file).toMatch(/^-- Takes back users\.age of 20240102000000_profile/);
    const { url, directory } = project;
    await deploy({ url, directory });
    const columns = `SELECT string_agg(column_name, ' ' ORDER BY column_name) AS names FROM information_schema.columns WHERE table_name = 'users'`;
    expect(await project.query(columns)).toEqual([{ names: 'bio email id name' }]);
    await rollback({ url, directory, target: { steps: 1 }, acceptDataLoss: true });
    expect(await project.query(columns)).toEqual([{ names: 'age bio email id name' }]);
  });

  it('plans the way back where there is none, takes a table, a column of a new one, and says who mentions it', async () => {
    const project = await fixtureProject(HISTORY, { models: MODELS });
    const table = await undo(project, ['Pets']);
    expect(statementsOf(table)).toEqual([
      'ALTER TABLE "public"."Pets" DROP CONSTRAINT "Pets_user_id_fkey"',
      'DROP TABLE "public"."Pets"',
    ]);
    expect(table.warnings).toContainEqual('The function public.weighed mentions Pets, which goes.');
    await project.remove(table.migration.name);
    const column = await undo(project, ['Pets.weight']);
    expect(statementsOf(column)).toEqual(['ALTER TABLE "public"."Pets" DROP COLUMN "weight"']);
  });

  it('refuses what later migrations build on, and names them', async () => {
    const project = await fixtureProject(WITH_DOWN, { models: MODELS });
    for (const only of [[], ['users.bio'], ['users']])
      await expect(undo(project, only)).rejects.toMatchObject({
        code: 'migrations.cannot_undo',
        message: '20240103000000_later builds on what would be taken back.',
      });
    await expect(undo(project, ['users.name'])).rejects.toMatchObject({
      code: 'migrations.cannot_undo',
      message: '20240102000000_profile does not touch users.name.',
      why: expect.stringContaining('public.users.age'),
    });
    await expect(undo(project, ['nobody'])).rejects.toMatchObject({ code: 'migrations.cannot_undo' });
    await expect(undo(project, [], 'nothing')).rejects.toMatchObject({ code: 'migrations.unknown_target' });
  });

  it('takes all of the last one back, and says that a rollback would do', async () => {
    const project = await fixtureProject(WITH_DOWN, { models: MODELS });
    const report = await undo(project, [], '20240103');
    expect(report.warnings).toContainEqual(expect.stringContaining('agora migrate rollback'));
    expect(report.proof?.outcome).toBe('proven with data loss');
    expect(report.migration.down?.sql).toContain('"byBio"');
  });
});
