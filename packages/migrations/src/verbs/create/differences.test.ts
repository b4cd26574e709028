import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import type { FixtureMigration, FixtureProject } from '../../project.fixture.ts';
import { fixtureProject } from '../../project.fixture.ts';
import type { Project } from '../../prisma/project.ts';
import { walkHistory } from '../../proof/verify/verify.ts';
import { checkMigrations } from '../check/check.ts';
import { deploy } from '../deploy.ts';
import { findDrift } from '../drift/drift.ts';
import { createMigration, type CreateReport } from './create.ts';
import { keepSequenceDefaults } from './sequence-defaults.ts';

/** What Prisma sees, what PostgreSQL sees, and what others manage are three things. */
async function projectOf(
  history: Readonly<Record<string, FixtureMigration>>,
  models: string,
  more: Partial<Project> = {},
): Promise<{ readonly fixture: FixtureProject; readonly project: Project }> {
  const fixture = await fixtureProject(history, { models });
  const schemaPath = path.join(fixture.root, 'prisma', 'schema.prisma');
  const project: Project = {
    root: fixture.root,
    configPath: path.join(fixture.root, 'prisma.config.ts'),
    schemaPath,
    schemaFiles: [schemaPath],
    migrationsDirectory: fixture.directory,
    url: fixture.url,
    ...more,
  };
  return { fixture, project };
}

const create = async (project: Project, renames: readonly string[] = []) =>
  createMigration({ project, name: 'next', adminUrl: await testServerUrl(), renames, dryRun: true });

async function made(project: Project, renames: readonly string[] = []): Promise<CreateReport> {
  const report = await create(project, renames);
  if (report.migration === undefined) throw new Error('nothing was made');
  return report;
}

const first = (up: string): Record<string, FixtureMigration> => ({ '20240101000000_a': { up } });

const withSequences = (more: string): string => `model d {
 id Int @id\n n Int @default(dbgenerated("nextval('my_seq')"))\n o Int @default(dbgenerated("nextval('other_seq'::regclass)"))
 t Unsupported("character varying(20)")?\n m Int? @default(dbgenerated("NULL"))${more}\n}`;

describe('a difference that is none in the database', () => {
  it('is left out of what changes something else', async () => {
    const up = `CREATE TYPE "Kind" AS ENUM ('a', 'b');
      CREATE TABLE "Rows" (id int PRIMARY KEY, tenant text NOT NULL DEFAULT current_setting('app.tenant')::text,
        part numeric(4, 2) NOT NULL DEFAULT 1, kind "Kind" NOT NULL DEFAULT 'a');
      CREATE INDEX "Rows_tenant_idx" ON "Rows" (tenant text_pattern_ops);
      CREATE INDEX "Rows_part_idx" ON "Rows" (part);`;
    const models = `model Rows {
 id Int @id\n tenant String @default(dbgenerated("current_setting('app.tenant')::text"))
 part Decimal @default(2) @db.Decimal(6, 2)\n kind Kind @default(a)
 @@index([tenant(ops: raw("text_pattern_ops"))])\n @@index([part(sort: Desc)], map: "Rows_part_idx")\n}
enum Kind {\n a\n c\n}`;
    const { project } = await projectOf(first(up), models);
    const { migration, warnings } = await made(project);
    expect(migration.up.sql).not.toMatch(/tenant/);
    expect(migration.up.sql).toMatch(/"part" SET DEFAULT 2/);
    expect(migration.up.sql).toMatch(/"part" SET DATA TYPE DECIMAL\(6,2\)/);
    expect(migration.up.sql).toMatch(/CREATE INDEX "Rows_part_idx" ON "Rows"\("part" DESC\)/);
    expect(migration.up.sql).toMatch(/ALTER COLUMN "kind" TYPE/);
    expect(warnings.at(-1)).toMatch(/already in another spelling: Rows_tenant_idx, Rows\.tenant\. /);
  });

  it('is a sequence whose next value is the default, which stays when something else changes', async () => {
    const up = `CREATE SEQUENCE my_seq; CREATE SEQUENCE other_seq; CREATE TABLE d (id int PRIMARY KEY,
      n int NOT NULL DEFAULT nextval('my_seq'), o int NOT NULL DEFAULT nextval('other_seq'), t varchar(20), m int)`;
    const { project, fixture } = await projectOf(first(up), withSequences(''));
    expect(await create(project)).toEqual({
      kept: expect.arrayContaining([
        "d.n: PostgreSQL keeps the default as nextval('public.my_seq'::regclass)",
        'd.m: PostgreSQL keeps no default',
        'd.t: PostgreSQL keeps the type as character varying(20)',
      ]),
    });
    const schema = path.join(fixture.root, 'prisma', 'schema.prisma');
    await writeFile(schema, `datasource db {\n  provider = "postgresql"\n}\n${withSequences(' \n x Int?')}`);
    const { migration } = await made(project);
    expect(migration.up.sql).toContain('ADD COLUMN     "x"');
    expect(migration.up.sql).not.toMatch(/DROP/);
  });

  it('keeps no sequence whose name only ends like that of a default', () => {
    const set = `ALTER TABLE "a" ALTER COLUMN "id" SET DEFAULT nextval('"old_id_seq"')`;
    const sql = (sequence: string): string =>
      `${set},\nALTER COLUMN "id" DROP DEFAULT;\nDROP SEQUENCE "${sequence}";\n`;
    expect(keepSequenceDefaults(sql('old_id_seq')).trim()).toBe(`${set};`);
    expect(keepSequenceDefaults(sql('id_seq'))).toContain('DROP SEQUENCE "id_seq";');
  });

  it('makes no migration, and says what PostgreSQL keeps', async () => {
    const { project } = await projectOf(
      first(`CREATE TYPE "_level" AS ENUM ('LOW', 'MID');
        CREATE TABLE "d" ("id" INTEGER NOT NULL, "a" TIMESTAMP(6) NOT NULL DEFAULT NOW() + interval '1 day',
          "many" "_level"[] DEFAULT ARRAY['LOW', 'MID']::"_level"[], CONSTRAINT "d_pkey" PRIMARY KEY ("id"));`),
      `enum Level {\n LOW\n MID\n @@map("_level")\n}
       model d {\n id Int @id\n a DateTime @default(dbgenerated("NOW() + interval '1 day'")) @db.Timestamp(6)\n many Level[] @default([LOW, MID])\n}`,
    );
    expect(await create(project)).toEqual({
      kept: expect.arrayContaining(["d.a: PostgreSQL keeps the default as (now() + '1 day'::interval)"]),
    });
    const checked = await checkMigrations({ project, adminUrl: await testServerUrl(), prove: false });
    expect(checked.problems.filter(({ kind }) => kind === 'model-without-migration')).toEqual([]);
  });

  it('is a difference when one default among them is new', async () => {
    const { project } = await projectOf(
      first(
        `CREATE TABLE "d" ("id" INTEGER NOT NULL, "a" TIMESTAMP(6) NOT NULL DEFAULT NOW() + interval '1 day', "b" INTEGER, CONSTRAINT "d_pkey" PRIMARY KEY ("id"));`,
      ),
      `model d {\n id Int @id\n a DateTime @default(dbgenerated("NOW() + interval '1 day'")) @db.Timestamp(6)\n b Int? @default(7)\n}`,
    );
    expect((await made(project)).migration.up.sql).toContain('SET DEFAULT 7');
  });
});

const person = (type: string, values: string, fallback: string, index = 'old_idx'): string =>
  `enum ${type} {\n ${values}\n}\nmodel person {\n id Int @id\n role ${type} @default(${fallback})\n @@index([role], map: "${index}")\n}`;

describe('renames', () => {
  const people = first(`CREATE TYPE "Role" AS ENUM ('ADMIN', 'USER');
    CREATE TABLE "person" ("id" INTEGER NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "person_pkey" PRIMARY KEY ("id"));
    CREATE INDEX "old_idx" ON "person" ("role");`);
  it('see the table: another one may lose a column of the new name', async () => {
    const { project } = await projectOf(
      first(`CREATE TABLE "member" ("id" INTEGER NOT NULL, "nick" TEXT NOT NULL, CONSTRAINT "member_pkey" PRIMARY KEY ("id"));
        CREATE TABLE "article" ("id" INTEGER NOT NULL, "title" TEXT, CONSTRAINT "article_pkey" PRIMARY KEY ("id"));`),
      'model member {\n id Int @id\n title String\n}\nmodel article {\n id Int @id\n}',
    );
    const { sql } = (await made(project, ['member.nick=member.title'])).migration.up;
    expect(sql).toContain('ALTER TABLE "member" RENAME COLUMN "nick" TO "title"');
    expect(sql).toMatch(/ALTER TABLE "article" DROP COLUMN "title"/);
  });

  it.each([
    ['Role=Duty', person('Duty', 'ADMIN\n USER', 'USER'), 'ALTER TYPE "Role" RENAME TO "Duty"'],
    [
      'Role.USER=Role.MEMBER',
      person('Role', 'ADMIN\n MEMBER', 'MEMBER'),
      `ALTER TYPE "Role" RENAME VALUE 'USER' TO 'MEMBER'`,
    ],
    [
      'old_idx=new_idx',
      person('Role', 'ADMIN\n USER', 'USER', 'new_idx'),
      'ALTER INDEX "old_idx" RENAME TO "new_idx"',
    ],
  ])('take %s', async (rename, models, statement) => {
    const { project } = await projectOf(people, models);
    const report = await made(project, [rename]);
    expect(report.migration.up.sql).toContain(statement);
    expect(report.migration.up.statements).toHaveLength(1);
    expect(report).toMatchObject({ proof: { outcome: 'proven' }, warnings: [] });
  });

  it('take names with a dot, "=" or a space in double quotes', async () => {
    const { project } = await projectOf(
      first(`CREATE TABLE "My Table" (id int PRIMARY KEY, "e.mail" text, "a=b" text)`),
      'model M {\n id Int @id\n email String?\n ab String?\n @@map("my_table")\n}',
    );
    const renames = [
      '"My Table"."e.mail"="My Table".email',
      'My Table."a=b" = My Table.ab',
      'My Table=my_table',
    ];
    expect((await made(project, renames)).migration.up.statements.map(({ text }) => text)).toEqual([
      'ALTER TABLE "My Table" RENAME COLUMN "e.mail" TO "email"',
      'ALTER TABLE "My Table" RENAME COLUMN "a=b" TO "ab"',
      'ALTER TABLE "My Table" RENAME TO "my_table"',
      expect.stringContaining('RENAME CONSTRAINT "My Table_pkey" TO "my_table_pkey"'),
    ]);
    for (const wrong of ['a."b=c', '=x', 'a=', 'a.=b.', '"a"b=c', 'a=b=c', '""=x'])
      await expect(create(project, [wrong])).rejects.toMatchObject({ code: 'migrations.bad_rename' });
  });

  it('refuse an enum, value or index that is not there', async () => {
    const { project } = await projectOf(people, person('Role', 'ADMIN\n USER', 'USER'));
    for (const [rename, why] of [
      ['Rol=Duty', /no table, enum, index or schema Rol/],
      ['Role.GUEST=Role.MEMBER', /has no value GUEST/],
      ['Role.USER=Role.ADMIN', /has an? enum value ADMIN already/],
      ['Role=Duty', /Prisma schema has no enum Duty/],
    ] as const)
      await expect(create(project, [rename])).rejects.toMatchObject({
        code: 'migrations.bad_rename',
        why: expect.stringMatching(why),
      });
  });

  it('are advised where a value of an enum goes', async () => {
    const { project } = await projectOf(people, person('Role', 'ADMIN\n MEMBER', 'MEMBER'));
    expect((await made(project)).warnings).toEqual([
      expect.stringMatching(/fails where person\.role holds USER.*--rename Role\.USER=Role\./),
    ]);
  });
});

it('warns of an index made by hand that goes', async () => {
  const { project } = await projectOf(
    first(`CREATE TABLE "t" ("id" INTEGER NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "t_pkey" PRIMARY KEY ("id"));
      CREATE INDEX "lower_a" ON "t" (lower("a")); CREATE INDEX "by_b" ON "t" ("b");`),
    'model t {\n id Int @id\n b String?\n}',
  );
  expect((await made(project)).warnings).toEqual([
    expect.stringMatching(/index by_b on t was made by hand and goes:/),
    expect.stringMatching(/index lower_a on t was made by hand and goes with its column/),
  ]);
});

describe('what others manage', () => {
  const ACCOUNT = 'CREATE SCHEMA auth; CREATE TABLE auth.account (id uuid PRIMARY KEY, mail text);';
  const MODELS = `model account {\n id String @id @db.Uuid\n mail String?\n profiles profile[]\n @@schema("auth")\n}
    model profile {\n id Int @id\n account_id String @db.Uuid\n account account @relation(fields: [account_id], references: [id])\n @@schema("public")\n}`;

  it('is neither made, nor dropped, nor drift', async () => {
    const more = { initSql: ACCOUNT, external: { tables: ['auth.account'], enums: [] } };
    const { fixture, project } = await projectOf({}, MODELS, more);
    await writeFile(
      project.schemaFiles[0]!,
      `datasource db {\n  provider = "postgresql"\n  schemas = ["public", "auth"]\n}\n${MODELS}`,
    );
    // On the live server it is larger than what the project knows of it.
    await fixture.query(
      `${ACCOUNT} ALTER TABLE auth.account ADD banned boolean; CREATE INDEX ON auth.account (mail)`,
    );
    const adminUrl = await testServerUrl();
    const report = await createMigration({ project, name: 'init', adminUrl });
    expect(report.migration?.up.sql).toMatch(/CREATE TABLE "(?:public"\.")?profile"/);
    expect(report.migration?.up.sql).not.toMatch(/CREATE (?:SCHEMA|TABLE "auth)/);
    expect(report.migration?.down?.sql).not.toContain('account"');
    expect(report).toMatchObject({ proof: { outcome: 'proven' } });

    expect((await deploy({ url: fixture.url, directory: fixture.directory })).results).toMatchObject([
      { outcome: 'succeeded' },
    ]);
    const { migration } = report;
    expect(
      await walkHistory(migration === undefined ? [] : [migration], { adminUrl, ...more }),
    ).toMatchObject([{ outcome: 'proven' }]);
    expect((await checkMigrations({ project, adminUrl })).problems).toEqual([]);
    const drift = async (): Promise<readonly string[]> =>
      (await findDrift({ url: fixture.url, directory: fixture.directory, project })).differences;
    expect(await drift()).toEqual([]);
    await fixture.query('CREATE INDEX by_account ON profile (account_id)');
    expect(await drift()).toEqual(['unexpected: index public.profile.by_account']);
  });

  it('is a platform’s schema, unless the history makes something there', async () => {
    const { fixture } = await projectOf(first('CREATE TABLE t (id int)'), '');
    await deploy({ url: fixture.url, directory: fixture.directory });
    await fixture.query(
      "CREATE SCHEMA auth; CREATE TABLE auth.users (id int); CREATE SCHEMA storage; CREATE TYPE storage.kind AS ENUM ('a')",
    );
    const drift = async (ignore: readonly string[] = []): Promise<readonly string[]> =>
      (await findDrift({ url: fixture.url, directory: fixture.directory, ignore })).differences;
    expect(await drift()).toEqual([]);
    await fixture.query('CREATE SCHEMA mine; CREATE TABLE mine.x (id int)');
    expect(await drift()).toEqual(['unexpected: schema mine', 'unexpected: table mine.x']);
    expect(await drift(['mine'])).toEqual([]);
  });
});
