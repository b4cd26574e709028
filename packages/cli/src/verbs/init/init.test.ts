import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { cliEnvironment, type CliRun, withTestDatabase } from '@agora/testkit';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';
import { makeProject } from '../../project/open/project.fixture.ts';

const top = mkdtempSync(path.join(tmpdir(), 'agora init '));
afterAll(() => rmSync(top, { recursive: true, force: true }));

let repository = '';
let project = '';
let count = 0;

const git = (...words: readonly string[]): string =>
  execFileSync('git', ['-C', repository, ...words], {
    encoding: 'utf8',
    env: cliEnvironment({ GIT_CONFIG_GLOBAL: path.join(top, 'none'), GIT_CONFIG_NOSYSTEM: '1' }),
  });
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(repository, file)), { recursive: true });
  writeFileSync(path.join(repository, file), text);
};
const read = (file: string): string => readFileSync(path.join(repository, file), 'utf8');
const everyFile = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(repository, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !/\.git[/\\](?!hooks)/.test(file))
      .map((file) => [path.relative(repository, file), readFileSync(file, 'utf8')]),
  );
const init = (...words: readonly string[]): Promise<CliRun> =>
  runAgora(['init', ...words], { cwd: project, env: {} });

/** A repository with a Prisma project in a folder below, its path with a space. */
beforeEach(async () => {
  count += 1;
  repository = path.join(top, `shop ${count}`);
  mkdirSync(repository, { recursive: true });
  git('init', '-q');
  project = path.join(repository, 'packages', 'my db');
  await makeProject(project, { '20260101000000_init': 'CREATE TABLE a (id int PRIMARY KEY);\n' });
  write('.gitignore', 'node_modules');
});

describe('a fresh project', () => {
  test('gets what is missing; run again, nothing changes', { timeout: 120_000 }, async () => {
    mkdirSync(path.join(repository, '.github'));
    write('pnpm-lock.yaml', '');
    const run = await init('--json');
    expect(run).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({
      steps: [{ kind: 'write' }, { kind: 'write' }, { kind: 'write' }, { kind: 'write' }],
      next: [
        { command: 'pnpm add --save-dev agora-db' },
        { command: 'pnpm exec agora doctor' },
        { command: 'pnpm exec agora migrate down' },
      ],
    });
    expect(JSON.parse(read('packages/my db/agora.config.json'))).toEqual({
      $schema: './node_modules/agora-db/dist/agora.config.schema.json',
      lint: { since: '20260101000000_init' },
    });
    expect(read('packages/my db/.gitignore')).toBe('.agora/\n');
    expect(read('.github/workflows/agora.yml')).toContain(
      `- run: cd 'packages/my db' && pnpm exec agora migrate check --base "origin/$BASE"`,
    );
    const hook = path.join(repository, '.git', 'hooks', 'pre-commit');
    expect(readFileSync(hook, 'utf8')).toBe(
      "#!/bin/sh\ncd 'packages/my db' && pnpm exec agora migrate check --staged\n",
    );
    // Windows has no such bit.
    const executable = process.platform === 'win32' ? 0 : 0o111;
    expect(statSync(hook).mode & executable).toBe(executable);
    const before = everyFile();
    const again = await init('--yes', '--json');
    expect(again.json()).toMatchObject({ steps: [{ kind: 'keep' }, { kind: 'keep' }, { kind: 'keep' }] });
    expect(everyFile()).toEqual(before);
    // What was written is a configuration that can be read.
    const lint = await runAgora(['migrate', 'lint'], { cwd: project });
    expect(lint.stdout).toMatch(/^nothing found in 0 migrations\n1 older left alone/);
    const named = await runAgora(['migrate', 'lint', 'init'], { cwd: project });
    expect(named.stdout).toContain('in 1 migration\n');
  });

  test('with the package in the project, the configuration is typed', async () => {
    const installed = path.join(repository, 'packages', 'node_modules', 'agora-db');
    mkdirSync(installed, { recursive: true });
    writeFileSync(path.join(installed, 'package.json'), '{ "name": "agora-db", "exports": {} }');
    const run = await init('--dry-run');
    expect(run.stdout).toMatch(/would write +agora\.config\.ts/);
    expect(run.stdout).not.toContain('add --save-dev agora-db');
  });

  test('a dry run shows every file and writes none', async () => {
    write('.gitlab-ci.yml', 'test:\r\n  script: [true]\r\n');
    mkdirSync(path.join(repository, '.husky'));
    const before = everyFile();
    const run = await init('--dry-run', '--config-format', 'ts');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("import { defineAgoraConfig } from 'agora-db/config';");
    expect(run.stdout).toMatch(/yours to do +\S*\.gitlab-ci\.yml/);
    expect(run.stdout).toContain('migrate check --base FETCH_HEAD --trust none --format gitlab');
    expect(run.stdout).toContain('codequality: gl-code-quality-report.json');
    expect(run.stdout).toMatch(/would write +\S*\.husky\/pre-commit/);
    expect(everyFile()).toEqual(before);
  });
});

test('a project that options name is named by them in all that is written', async () => {
  mkdirSync(path.join(repository, '.github'));
  write('packages/my db/pg db/schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n');
  const run = await init('--schema', 'pg db/schema.prisma', '--migrations', 'prisma/migrations', '--json');
  const named = "--schema 'pg db/schema.prisma' --migrations prisma/migrations";
  expect(read('.github/workflows/agora.yml')).toContain(`--write markdown="$GITHUB_STEP_SUMMARY" ${named}\n`);
  expect(read('.git/hooks/pre-commit')).toContain(`agora migrate check --staged ${named}\n`);
  expect(run.json()).toMatchObject({
    next: expect.arrayContaining([{ command: `npx --no agora doctor ${named}`, does: expect.any(String) }]),
  });
});

test('with --branches, the database goes along with the git branch, and git never waits for it', async () => {
  const run = await init('--yes', '--branches');
  expect(run.stdout).toContain('post-checkout');
  const programs = path.join(repository, 'programs');
  write('programs/npx', '#!/bin/sh\necho "$PWD $*" >> "$TOLD"; exit 1\n');
  chmodSync(path.join(programs, 'npx'), 0o755);
  const told = path.join(repository, 'told');
  const checkout = (...words: readonly string[]): unknown =>
    execFileSync('git', ['-C', repository, 'checkout', '-q', ...words], {
      env: cliEnvironment({ PATH: `${programs}${path.delimiter}${process.env['PATH']}`, TOLD: told }),
    });
  git('add', '.gitignore');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--no-verify', '-m', 'first');
  checkout('-b', 'feature');
  checkout('--', '.gitignore');
  expect(readFileSync(told, 'utf8')).toBe(`${realpathSync(project)} --no agora db branch switch --git\n`);
  expect((await init('--yes', '--branches', '--json')).json()).toMatchObject({
    steps: expect.arrayContaining([
      { kind: 'keep', file: expect.stringContaining('post-checkout'), why: expect.any(String) },
    ]),
  });
});

test('what is there is never overwritten: a hook, lefthook, a configuration above', async () => {
  write('agora.config.json', '{}');
  write('.git/hooks/pre-commit', '#!/bin/sh\necho mine\n');
  write('packages/my db/.gitignore', 'dist');
  const run = await init();
  expect(run.code).toBe(0);
  expect(read('.git/hooks/pre-commit')).toBe('#!/bin/sh\necho mine\n');
  expect(read('packages/my db/.gitignore')).toBe('dist\n.agora/\n');
  expect(existsSync(path.join(project, 'agora.config.json'))).toBe(false);
  expect(run.stdout).toContain("cd 'packages/my db' && npx --no agora migrate check --staged");
  write('lefthook.yml', 'pre-push: {}\n');
  expect((await init()).stdout).toContain('run: cd ');
  expect(read('lefthook.yml')).toBe('pre-push: {}\n');
});

test('outside a repository it says so and writes the configuration', async () => {
  rmSync(path.join(repository, '.git'), { recursive: true });
  const run = await init();
  expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('no git repository')]);
  expect(existsSync(path.join(project, 'agora.config.json'))).toBe(true);
});

test(
  '--down writes the ways back, and afterCreate runs for what was made',
  { timeout: 120_000 },
  async () => {
    await withTestDatabase(async (url) => {
      write(
        'packages/my db/mark.cjs',
        "for (const file of process.argv.slice(2)) require('node:fs').appendFileSync(file, '-- seen\\n');",
      );
      write('packages/my db/fail.cjs', 'process.exit(3);');
      write('packages/my db/agora.config.json', '{ "afterCreate": ["node fail.cjs", "node mark.cjs"] }');
      const run = await runAgora(['init', '--down', '--json'], { cwd: project, env: { DATABASE_URL: url } });
      expect(run.code).toBe(0);
      expect(run.json()).toMatchObject({ next: expect.any(Array) });
      expect(run.stderr).toContain('afterCreate: node fail.cjs, node mark.cjs …');
      expect(run.stderr).toContain('afterCreate: node fail.cjs failed; the files are kept.');
      expect(read('packages/my db/prisma/migrations/20260101000000_init/down.sql')).toMatch(
        /DROP TABLE[^]*\n-- seen\n$/,
      );
    });
  },
);

test.skipIf(process.getuid?.() === 0)(
  'a folder that may not be written is an error with its path',
  async () => {
    chmodSync(project, 0o555);
    const run = await init();
    chmodSync(project, 0o755);
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('agora.config.json')]);
  },
);

test('a folder without a project says what it looked for', async () => {
  const run = await runAgora(['init'], { cwd: repository });
  expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('prisma.config.ts')]);
});
