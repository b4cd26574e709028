import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { cliEnvironment } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type PrismaProject, prismaProject } from '../../../prisma-project.fixture.ts';

let project: PrismaProject;

const add = (name: string, sql: string): Promise<void> =>
  project.write(`prisma/migrations/${name}/migration.sql`, sql);

async function git(...words: readonly string[]): Promise<void> {
  const settings = ['user.name=T', 'user.email=t@example.org', 'commit.gpgsign=false'];
  await promisify(execFile)('git', [...settings.flatMap((setting) => ['-c', setting]), ...words], {
    cwd: project.root,
    env: cliEnvironment({ GIT_CONFIG_GLOBAL: path.join(project.root, '.none'), GIT_CONFIG_NOSYSTEM: '1' }),
  });
}

beforeAll(async () => {
  project = await prismaProject();
  await add('20260101000000_a', 'CREATE TABLE a (id int);\n');
  await git('init', '-q', '-b', 'main');
  await git('add', 'prisma');
  await git('commit', '-q', '-m', 'start');
  await git('branch', 'mine');
  await add('20260301000000_theirs', 'CREATE TABLE b (id int);\n');
  await git('add', 'prisma');
  await git('commit', '-q', '-m', 'theirs');
  await git('checkout', '-q', 'mine');
  await add('20260201000000_own', 'CREATE TABLE c (id int);\n');
});
afterAll(() => project.drop());

test('rebase renames what comes too early after a merge', async () => {
  expect((await project.agora('migrate', 'rebase')).code).toBe(64);
  const early = await project.agora('migrate', 'rebase', '--base', 'main');
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('migrations.not_merged')]);
  await git('add', 'prisma');
  await git('commit', '-q', '-m', 'own');
  await git('merge', '-q', '--no-edit', 'main');
  const run = await project.agora('migrate', 'rebase', '--base', 'main', '--json');
  expect([run.code, run.json()]).toMatchObject([
    0,
    { renames: [{ from: '20260201000000_own' }], orders: { kind: 'same catalog' } },
  ]);
  expect((await readdir(project.migrations)).some((name) => /^20[2-9]\d{11}_own$/.test(name))).toBe(true);
});

test('squash makes one of several, and a deployed database goes on', async () => {
  expect((await project.agora('migrate', 'squash')).code).toBe(64);
  expect((await project.agora('migrate', 'deploy')).code).toBe(0);
  const run = await project.agora('migrate', 'squash', '--to', 'theirs', '--json');
  expect([run.code, run.json()]).toMatchObject([
    0,
    { migration: '20260301000000_squashed', replaced: ['20260101000000_a', '20260301000000_theirs'] },
  ]);
  const deployed = await project.agora('migrate', 'deploy', '--json');
  expect(deployed.json()).toMatchObject({ results: [{ kind: 'record', outcome: 'succeeded' }] });
});

test('create --undo takes one thing of a deployed migration back', async () => {
  expect((await project.agora('migrate', 'create', 'without_b', '--only', 'b')).code).toBe(64);
  const run = await project.agora(
    'migrate',
    'create',
    'without_b',
    '--undo',
    'squashed',
    '--only',
    'b',
    '--json',
  );
  expect([run.code, run.json()]).toMatchObject([
    0,
    {
      created: true,
      up: expect.stringMatching(/^-- Takes back b of 20260301000000_squashed;[^]*DROP TABLE [^\n]*b/),
    },
  ]);
  const again = await project.agora('migrate', 'create', 'again', '--undo', 'squashed', '--only', 'b');
  expect(again).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/_without_b builds on what would be/),
  });
});
