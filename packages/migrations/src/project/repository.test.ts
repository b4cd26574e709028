import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { readStaged, repositoryPrefix } from './repository.ts';

const root = mkdtempSync(path.join(tmpdir(), 'agora repository '));
const folder = path.join(root, 'packages', 'my db');
const project = {
  schemaPath: path.join(folder, 'prisma', 'schema.prisma'),
  migrationsDirectory: path.join(folder, 'prisma', 'migrations'),
};
// A hook that runs these tests names its own repository to every git.
const hook = Object.keys(process.env).filter((name) => name.startsWith('GIT_'));
const git = (...words: readonly string[]): unknown => execFileSync('git', ['-C', root, ...words]);
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
};

beforeAll(() => {
  for (const name of hook) delete process.env[name];
  write('prisma/schema.prisma', 'a');
  git('init', '-q');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the prefix leads from the top of the repository; there is none outside', async () => {
  expect(await repositoryPrefix(folder)).toBe('packages/my db/');
  expect(await repositoryPrefix(root)).toBe('');
  expect(await repositoryPrefix(tmpdir())).toBe('');
});

test('what is staged: of the schema, of a migration, and what is other on disk by now', async () => {
  write('README.md', 'x');
  git('add', 'packages/my db/README.md');
  expect(await readStaged(project)).toMatchObject({ any: false });
  git('add', 'packages/my db/prisma/schema.prisma');
  expect(await readStaged(project)).toMatchObject({ any: true, migrations: new Set() });
  write('prisma/migrations/1_a/migration.sql', 'SELECT 1;');
  write('prisma/migrations/2_b/migration.sql', 'SELECT 2;');
  write('prisma/migrations/agora.lock', '');
  git('add', 'packages');
  write('prisma/migrations/2_b/migration.sql', 'SELECT 3;');
  write('prisma/migrations/3_c/migration.sql', 'SELECT 3;');
  expect(await readStaged(project)).toEqual({
    any: true,
    migrations: new Set(['1_a', '2_b']),
    differing: ['2_b'],
  });
});

test('outside a repository it says so', async () => {
  const outside = {
    schemaPath: path.join(tmpdir(), 'x.prisma'),
    migrationsDirectory: path.join(tmpdir(), 'm'),
  };
  await expect(readStaged(outside)).rejects.toMatchObject({ code: 'migrations.not_in_git' });
});
