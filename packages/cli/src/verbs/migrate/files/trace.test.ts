import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type CliRun, createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../../../agora.fixture.ts';

let root = '';
let database: TestDatabase;

const agora = (...words: string[]): Promise<CliRun> =>
  runAgora(['migrate', ...words], { cwd: root, env: { DATABASE_URL: database.url } });

async function write(name: string, sql: string): Promise<void> {
  const folder = path.join(root, 'prisma', 'migrations', name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'migration.sql'), sql);
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'agora trace '));
  database = await createTestDatabase();
  await write('20240101000000_init', 'CREATE TABLE "users" ("id" INTEGER PRIMARY KEY, "name" TEXT);\n');
  await write('20240102000000_big', '-- wider\r\nALTER TABLE "users"\r\n  ALTER "id" TYPE BIGINT;\r\n');
  await write('20240103000000_more', 'ALTER TABLE "users" ADD "age" INTEGER;\n');
  await writeFile(
    path.join(root, 'prisma', 'schema.prisma'),
    'datasource db {\n  provider = "postgresql"\n}\n',
  );
  await writeFile(
    path.join(root, 'prisma.config.ts'),
    "import { defineConfig } from 'prisma/config';\n" +
      "export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: process.env['DATABASE_URL'] ?? '' } });\n",
  );
  await symlink(
    path.resolve(import.meta.dirname, '../../../../../../node_modules'),
    path.join(root, 'node_modules'),
    'junction',
  );
});
afterAll(async () => {
  await database.drop();
  await rm(root, { recursive: true });
});

test('traces what is named, what comes after, and what is pending', { timeout: 200_000 }, async () => {
  const named = await agora('trace', 'big', '--rows', '300');
  expect(named).toMatchObject({ code: 0, stderr: expect.not.stringContaining('rror') });
  expect(named.stdout).toContain('300 rows in public.users');
  expect(named.stdout).toMatch(/grows {2}reads and writes of public\.users wait .* ms\n/);
  expect(named.stdout).toContain('ACCESS EXCLUSIVE from line 2; meanwhile it rewrites');
  expect(named.stdout).toContain('agora migrate lint --fix 20240102000000_big');
  expect(named.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);

  const later = await agora('trace', '--since', 'big', '--format', 'markdown', '--rows', '10');
  expect(later.stdout).toMatch(
    /^### Locks\n\n#### 20240103000000_more\n\n- brief: reads and writes of `public\.users`/,
  );

  expect(await agora('deploy', '--to', 'big')).toMatchObject({ code: 0 });
  const pending = await agora('trace', '--json', '--rows', '10');
  const traces: unknown = JSON.parse(pending.stdout);
  expect(traces).toMatchObject([
    {
      migration: '20240103000000_more',
      waits: [{ table: 'public.users', mode: 'ACCESS EXCLUSIVE', work: [] }],
    },
  ]);
  expect(await agora('deploy')).toMatchObject({ code: 0 });
  expect(await agora('trace')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Nothing is to be traced'),
  });
});
