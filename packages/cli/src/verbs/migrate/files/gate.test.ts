import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { cliEnvironment, type CliRun, createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runAgora } from '../../../agora.fixture.ts';

let root = '';
let database: TestDatabase;

const first = '20260101000000_init';
const second = '20260102000000_index';

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

/** In a repository of its own whatever surrounds the tests: a hook of another names that one to every git it starts. */
async function git(...words: readonly string[]): Promise<void> {
  const settings = ['user.name=T', 'user.email=t@example.org', 'commit.gpgsign=false'];
  await promisify(execFile)('git', [...settings.flatMap((setting) => ['-c', setting]), ...words], {
    cwd: root,
    env: cliEnvironment({ GIT_CONFIG_GLOBAL: path.join(root, '.no-config'), GIT_CONFIG_NOSYSTEM: '1' }),
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  root = await mkdtemp(path.join(tmpdir(), 'agora gate '));
  await write(
    'prisma.config.ts',
    "import { defineConfig } from 'prisma/config';\n" +
      "export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: process.env['DATABASE_URL'] ?? '' } });\n",
  );
  await write(
    'prisma/schema.prisma',
    'datasource db {\n  provider = "postgresql"\n}\n\n/// Who uses it.\nmodel User {\n  id   Int @id\n  name String?\n\n  @@index([name])\n}\n',
  );
  await write(
    `prisma/migrations/${first}/migration.sql`,
    'CREATE TABLE "User" ("id" INTEGER NOT NULL, "name" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));\n',
  );
  await write(`prisma/migrations/${first}/down.sql`, 'DROP TABLE "User";\n');
  await write('.gitignore', 'node_modules\n');
  await symlink(
    path.resolve(import.meta.dirname, '../../../../../../node_modules'),
    path.join(root, 'node_modules'),
    'junction',
  );
  await git('init', '-q', '-b', 'main');
  await git('add', '.');
  await git('commit', '-q', '-m', 'start');
  await write(
    `prisma/migrations/${second}/migration.sql`,
    'CREATE INDEX "User_name_idx" ON "User"("name");\n',
  );
});

afterAll(async () => {
  await database.drop();
  await rm(root, { recursive: true, force: true });
});

const agora = (...words: string[]): Promise<CliRun> =>
  runAgora(['migrate', ...words], { cwd: root, env: { DATABASE_URL: database.url } });

describe('lint', () => {
  test('shows the line, says why and what instead, and exits 2, without a database', async () => {
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' };
    const run = await runAgora(['migrate', 'lint'], { cwd: root, env });
    expect(run.code).toBe(2);
    expect(run.stdout).toContain(`prisma/migrations/${second}/migration.sql`);
    expect(run.stdout).toContain('error index-not-concurrent 1:1  lock: SHARE');
    expect(run.stdout).toContain('CREATE INDEX CONCURRENTLY "User_name_idx" ON "User"("name");');
  });

  test('takes severities, and refuses a baseline or a severity that is none', async () => {
    const codes = await Promise.all([
      agora('lint', 'init', '--since', 'nonsense'),
      agora('lint', '--severity', 'index-not-concurrent=warning'),
      agora('lint', '--severity', 'nonsense'),
    ]);
    expect(codes.map(({ code }) => code)).toEqual([1, 0, 64]);
  });

  test('prints JSON, SARIF and annotations', async () => {
    const [json, sarif, github] = await Promise.all([
      agora('lint', '--json'),
      agora('lint', '--format', 'sarif'),
      agora('lint', '--format', 'github'),
    ]);
    expect(json.json()).toMatchObject({ version: 1, counts: { error: 1 } });
    expect(sarif.json()).toMatchObject({ version: '2.1.0', runs: [{ columnKind: 'utf16CodeUnits' }] });
    expect(github.stdout).toMatch(
      /^::error file=prisma\/migrations\/.*,line=1,.*title=index-not-concurrent::/m,
    );
  });

  test('reads agora.config.ts', async () => {
    await write('agora.config.json', '{ "lint": { "since": "index" } }');
    const run = await agora('lint');
    await rm(path.join(root, 'agora.config.json'));
    expect([run.code, run.stdout]).toEqual([
      0,
      expect.stringMatching(/^nothing found in 0 migrations\n2 older left alone/),
    ]);
  });
});

describe('docs', () => {
  test('writes a folder, and tells when it is out of date', async () => {
    const before = await agora('docs', '--check');
    expect([before.code, before.stdout]).toEqual([2, expect.stringContaining('missing     README.md')]);
    expect((await agora('docs')).code).toBe(0);
    const dictionary = await readFile(path.join(root, 'docs/database/dictionary.md'), 'utf8');
    expect(dictionary).toContain('Who uses it.');
    // The project's database is not asked: it would not answer.
    const after = await runAgora(
      ['migrate', 'docs', '--check', '--json', '--from-files', '--server', database.url],
      { cwd: root, env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' } },
    );
    expect([after.code, after.json()]).toMatchObject([0, { differences: [] }]);
  });
});

describe('check', () => {
  test('gathers what stands against a merge', { timeout: 180_000 }, async () => {
    const run = await agora('check', '--base', 'main', '--json');
    expect(run.code).toBe(2);
    expect(run.json()).toMatchObject({
      judged: [second],
      problems: [{ kind: 'lint' }, { kind: 'missing-down', migration: second }],
    });
    await write(
      `prisma/migrations/${second}/migration.sql`,
      '-- agora: allow index-not-concurrent because the table is small\nCREATE INDEX "User_name_idx" ON "User"("name");\n',
    );
    await write(`prisma/migrations/${second}/down.sql`, 'DROP INDEX "User_name_idx";\n');
    await agora('docs');
    const clean = await agora('check', '--base', 'main');
    expect([clean.code, clean.stdout]).toEqual([0, expect.stringContaining('Nothing stands against it.')]);
  });

  test('before a commit judges what is staged, and with nothing staged needs no database', async () => {
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' };
    const idle = await runAgora(['migrate', 'check', '--staged'], { cwd: root, env });
    expect([idle.code, idle.stderr]).toEqual([0, expect.stringContaining('Nothing is staged')]);
    const third = '20260103000000_drop';
    await write(`prisma/migrations/${third}/migration.sql`, 'DROP INDEX "User_name_idx";\n');
    await git('add', `prisma/migrations/${third}`);
    const run = await agora('check', '--staged', '--skip-proof', '--format', 'github');
    await git('reset', '-q');
    await rm(path.join(root, 'prisma/migrations', third), { recursive: true });
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(
      /^::error file=prisma\/schema\.prisma,title=check\.model_without_migration::/m,
    );
    expect(run.stdout).toMatch(
      /^::error file=prisma\/migrations\/20260103000000_drop\/migration\.sql,title=check\.missing_down::/m,
    );
    expect(run.stdout).not.toContain(`file=prisma/migrations/${second}/`);
  });

  test('says what is wrong with the base', async () => {
    const run = await agora('check', '--base', 'nowhere');
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('git knows no "nowhere"')]);
  });
});
