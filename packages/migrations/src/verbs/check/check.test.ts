import { execFile } from 'node:child_process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { withDatabase } from '@agora/postgres';
import { describe, expect, it } from 'vitest';

import { noPaint } from '../../lint/formats/text.ts';
import { lintMigrations } from '../../lint/lint.ts';
import { readFolder } from '../../project/folder.ts';
import { fixtureProject, type FixtureProject } from '../../project.fixture.ts';
import { loadProject } from '../../prisma/project.ts';
import { type CheckInput, type CheckReport, checkMigrations } from './check.ts';
import { renderCheckText } from './report-text.ts';

const run = promisify(execFile);

const user = 'model User {\n  id Int @id\n}\n';
const first = {
  up: 'CREATE TABLE "User" ("id" INTEGER NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
  down: 'DROP TABLE "User";',
};
const withName = 'model User {\n  id Int @id\n  name String?\n}\n';
const addName = {
  up: 'ALTER TABLE "User" ADD COLUMN "name" TEXT;',
  down: 'ALTER TABLE "User" DROP COLUMN "name";',
};

async function git(project: FixtureProject, ...args: readonly string[]): Promise<void> {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  await run('git', ['-C', project.root, ...who, ...args]);
}

async function commit(project: FixtureProject, message: string): Promise<void> {
  await git(project, 'add', '.');
  await git(project, 'commit', '-q', '-m', message);
}

/** A repository with one migration on main, and a branch of it checked out. */
async function repository(models = user): Promise<FixtureProject> {
  const project = await fixtureProject({ '20260101000000_init': first }, { models });
  await git(project, 'init', '-q', '-b', 'main');
  await commit(project, 'start');
  await git(project, 'checkout', '-q', '-b', 'feature');
  return project;
}

async function writeSchema(project: FixtureProject, models: string): Promise<void> {
  const file = path.join(project.root, 'prisma', 'schema.prisma');
  await writeFile(file, `datasource db {\n  provider = "postgresql"\n}\n${models}`);
}

async function check(project: FixtureProject, more: Partial<CheckInput> = {}): Promise<CheckReport> {
  const loaded = await loadProject({ cwd: project.root });
  return checkMigrations({ project: loaded, adminUrl: withDatabase(project.url, 'postgres'), ...more });
}

function kinds({ problems }: CheckReport): string[] {
  return problems.map(({ kind, migration }) => (migration === undefined ? kind : `${kind} ${migration}`));
}

describe('without a base', () => {
  it('passes a project that is in order', async () => {
    const project = await fixtureProject({ '20260101000000_init': first }, { models: user });
    const report = await check(project);
    expect(kinds(report)).toEqual([]);
    expect(report.judged).toEqual(['20260101000000_init']);
    expect(renderCheckText(report, noPaint)).toBe(
      'Nothing stands against it. 1 of 1 migrations judged; looked at the folder, hazards, ways back, proof of the ways back, models without a migration.\n',
    );
  });

  it('draws what the judged migrations change, where that is asked for', async () => {
    const project = await fixtureProject(
      { '20260101000000_init': first, '20260102000000_name': addName },
      { models: withName },
    );
    const since = { since: '20260101000000_init', prove: false };
    const { diagram, judged } = await check(project, { ...since, drawn: true });
    expect({ diagram, judged }).toEqual({
      diagram: 'erDiagram\n  t0["User"] {\n    integer id PK\n    text name "new"\n  }',
      judged: ['20260102000000_name'],
    });
    expect(await check(project, since)).not.toHaveProperty('diagram');
  });

  it('judges the files alone where there is no server', async () => {
    const project = await fixtureProject({ '20260101000000_init': { up: 'DROP TABLE "Gone";' } });
    const report = await check(project, { adminUrl: undefined });
    expect(report.looked).toEqual(['the folder', 'hazards', 'ways back']);
    expect(kinds(report)).toContain('missing-down 20260101000000_init');
  });

  it('finds everything at once, each with a fix', async () => {
    const project = await fixtureProject(
      {
        '20260101000000_init': first,
        '20260102000000_index': {
          up: 'CREATE INDEX "i" ON "User"("id");\nCREATE INDEX "j" ON "User"("id");',
        },
        '20260103000000_wrong': { up: addName.up, down: 'SELECT 1;' },
        '20260104000000_final': {
          up: '-- agora: irreversible because a row is a row\nINSERT INTO "User" ("id") VALUES (1);',
        },
      },
      { models: `${withName}model Forgotten {\n  id Int @id\n}\n` },
    );
    await mkdir(path.join(project.directory, '20260105000000_nothing'));
    await writeFile(path.join(project.directory, 'migration_lock.toml'), 'provider = "mysql"\n');
    const report = await check(project);
    expect(kinds(report)).toEqual([
      'bad-directory 20260105000000_nothing',
      'lock-file-mismatch',
      'lint 20260102000000_index',
      'lint 20260102000000_index',
      'missing-down 20260102000000_index',
      'unproven-down 20260103000000_wrong',
    ]);
    await rm(path.join(project.directory, '20260105000000_nothing'), { recursive: true });
    await writeFile(path.join(project.directory, 'migration_lock.toml'), 'provider = "postgresql"\n');
    const mended = await check(project);
    expect(kinds(mended)).toEqual([
      'lint 20260102000000_index',
      'lint 20260102000000_index',
      'missing-down 20260102000000_index',
      'unproven-down 20260103000000_wrong',
      'model-without-migration',
    ]);
    expect(mended.problems.at(-1)?.why).toContain('CREATE TABLE "Forgotten"');
    expect(
      mended.problems.every(({ fix, why, code }) => fix !== '' && why !== '' && code.includes('.')),
    ).toBe(true);
    const text = renderCheckText(mended, noPaint);
    expect(text).toContain('and 1 more, in lines 2');
    expect(text).toContain('fix: agora migrate create --name <what_changes>');
    expect(text).toContain('5 problems.');
  });

  it('tells a schema that Prisma refuses, and a history that does not replay', async () => {
    const project = await fixtureProject(
      { '20260101000000_init': first },
      { models: 'model User {\n  id Intt @id\n}\n' },
    );
    const refused = await check(project, { prove: false });
    expect(kinds(refused)).toEqual(['history-broken']);
    expect(refused.problems[0]?.why).toContain('Intt');
    await writeSchema(project, user);
    await project.write({
      '20260102000000_bad': { up: 'ALTER TABLE "Nobody" ADD COLUMN "a" TEXT;', down: 'SELECT 1;' },
    });
    expect(kinds(await check(project))).toEqual(['history-broken']);
  });

  it('leaves what stands before the baseline alone', async () => {
    const project = await fixtureProject(
      { '20260101000000_init': { up: first.up }, '20260102000000_name': addName },
      { models: withName },
    );
    expect(kinds(await check(project, { prove: false }))).toEqual(['missing-down 20260101000000_init']);
    expect(kinds(await check(project, { prove: false, since: 'init' }))).toEqual([]);
  });

  it('does not depend on squawk, which not everybody has installed', async () => {
    const project = await fixtureProject(
      {
        '20260101000000_init': first,
        '20260102000000_char': {
          up: 'ALTER TABLE "User" ADD COLUMN "code" CHAR(3);',
          down: 'ALTER TABLE "User" DROP COLUMN "code";',
        },
      },
      { models: 'model User {\n  id Int @id\n  code String? @db.Char(3)\n}\n' },
    );
    const severities = { 'ban-char-field': 'error' } as const;
    const { migrations } = await readFolder(project.directory);
    const lint = await lintMigrations({ root: project.root, migrations, severities });
    expect(lint.counts.error).toBe(1);
    expect(kinds(await check(project, { prove: false, severities }))).toEqual([]);
  });

  it('fails, and finds nothing, where there is no server', async () => {
    const project = await fixtureProject({ '20260101000000_init': first }, { models: user });
    await expect(check(project, { adminUrl: 'postgres://postgres@127.0.0.1:1/postgres' })).rejects.toThrow(
      /./,
    );
  });
});

describe('against a base', () => {
  it('judges only what is new, committed or not', async () => {
    const project = await repository(withName);
    await project.write({ '20260102000000_name': addName });
    const report = await check(project, { base: 'main' });
    expect(kinds(report)).toEqual([]);
    expect(report.judged).toEqual(['20260102000000_name']);
    await commit(project, 'name');
    expect((await check(project, { base: 'main', prove: false })).judged).toEqual(['20260102000000_name']);
  });

  it('finds an edited migration; an edited way back is none', async () => {
    const project = await repository();
    await project.write({ '20260101000000_init': { up: first.up, down: 'DROP TABLE IF EXISTS "User";' } });
    expect(kinds(await check(project, { base: 'main', prove: false }))).toEqual([]);
    await project.write({ '20260101000000_init': { up: `${first.up}\n-- a word more`, down: first.down } });
    const [problem] = (await check(project, { base: 'main', prove: false })).problems;
    expect(problem).toMatchObject({
      kind: 'edited',
      file: 'prisma/migrations/20260101000000_init/migration.sql',
    });
    expect(problem?.fix).toContain(
      'git checkout main -- prisma/migrations/20260101000000_init/migration.sql',
    );
  });

  it('finds a deleted one, unless another says that it replaces it', async () => {
    const project = await repository();
    await project.remove('20260101000000_init');
    await project.write({ '20260102000000_anew': first });
    expect(kinds(await check(project, { base: 'main', prove: false }))).toEqual([
      'deleted 20260101000000_init',
    ]);
    const forgotten = await check(project, {
      base: 'main',
      prove: false,
      forgotten: ['20260101000000_init'],
    });
    expect(kinds(forgotten)).toEqual([]);
    const up = `-- agora: replaces 20260101000000_init\n${first.up}`;
    await project.write({ '20260102000000_anew': { up, down: first.down } });
    expect(kinds(await check(project, { base: 'main', prove: false }))).toEqual([]);
  });

  it('finds two heads and a migration that comes too early, and the way out works', async () => {
    const project = await repository(withName);
    await project.write({ '20260102000000_name': addName });
    await commit(project, 'name');
    await git(project, 'checkout', '-q', 'main');
    await project.write({
      '20260103000000_other': { up: 'CREATE TABLE "t" ("a" INTEGER);', down: 'DROP TABLE "t";' },
    });
    await commit(project, 'other');
    await git(project, 'checkout', '-q', 'feature');
    const parted = await check(project, { base: 'main', prove: false });
    expect(kinds(parted)).toEqual(['two-heads', 'out-of-order 20260102000000_name']);

    await git(project, 'rebase', '-q', 'main');
    await writeSchema(project, `${withName}model t {\n  a Int?\n\n  @@ignore\n}\n`);
    const rebased = await check(project, { base: 'main', prove: false });
    expect(kinds(rebased)).toEqual(['out-of-order 20260102000000_name']);
    expect(rebased.problems[0]?.fix).toContain('agora migrate rebase --base');

    await rename(
      path.join(project.directory, '20260102000000_name'),
      path.join(project.directory, '20260104000000_name'),
    );
    expect(kinds(await check(project, { base: 'main', prove: false }))).toEqual([]);
  });

  it('says so when git knows no such ref', async () => {
    const project = await repository();
    await expect(check(project, { base: 'nowhere' })).rejects.toMatchObject({ code: 'migrations.bad_ref' });
  });
});
