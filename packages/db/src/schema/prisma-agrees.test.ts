import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

// What a developer does, with the ordinary CLI: Prisma must find that the history and the schema say the same.

const database = useTestDatabase();
const cli = path.join(
  path.dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build',
  'index.js',
);

const prisma = async (...parameters: string[]): Promise<string> => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, ...parameters], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { ...process.env, DATABASE_URL: database.url, SHADOW_DATABASE_URL: '', NO_COLOR: '1' },
  });
  return stdout + stderr;
};

test('the history applies to an empty database, and migrate dev then finds nothing to do', async () => {
  expect(await prisma('migrate', 'deploy')).toContain('All migrations have been successfully applied');
  expect(await prisma('migrate', 'status')).toContain('Database schema is up to date');
  expect(await prisma('migrate', 'dev')).toContain('Already in sync');
});
