import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { withConnection } from '@agora/postgres';
import { type CliRun, createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../../../agora.fixture.ts';

let root = '';
let database: TestDatabase;

const schema = (fields: string): string => `datasource db {
  provider = "postgresql"
}
model User {
  id Int @id
  ${fields}
  @@map("users")
}
`;

const agora = (...words: string[]): Promise<CliRun> =>
  runAgora(['migrate', ...words], { cwd: root, env: { DATABASE_URL: database.url } });

const folders = async (): Promise<string[]> =>
  (await readdir(path.join(root, 'prisma', 'migrations'))).filter((name) => /^\d/.test(name)).toSorted();

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'agora proof '));
  database = await createTestDatabase();
  const init = path.join(root, 'prisma', 'migrations', '20240101000000_init');
  await mkdir(init, { recursive: true });
  await writeFile(
    path.join(init, 'migration.sql'),
    'CREATE TABLE "users" (\n    "id" INTEGER NOT NULL,\n    "name" TEXT NOT NULL,\n\n    CONSTRAINT "users_pkey" PRIMARY KEY ("id")\n);\n',
  );
  await writeFile(path.join(root, 'prisma', 'schema.prisma'), schema('name String'));
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

test('the way of a migration: down, create, verify, deploy, drift', { timeout: 400_000 }, async () => {
  expect(await agora('down', '--check')).toMatchObject({ code: 2, stdout: '20240101000000_init\n' });
  const unproven = await agora('verify');
  expect(unproven).toMatchObject({ code: 2, stdout: expect.stringContaining('1 without down.sql') });
  expect(await agora('down')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 of 1 proven (100.0 %)'),
  });
  const down = await readFile(
    path.join(root, 'prisma', 'migrations', '20240101000000_init', 'down.sql'),
    'utf8',
  );
  expect(down).toContain('-- agora: loses table public.users');
  expect(await agora('down', '--check')).toMatchObject({ code: 0, stdout: '' });

  expect(await agora('create', '--name', 'nothing')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('nothing to migrate'),
  });
  expect(await agora('create')).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('agora migrate create add_bans'),
  });
  expect(await agora('create', '--name', 'Add Bans')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--name add_bans'),
  });
  await writeFile(
    path.join(root, 'prisma', 'schema.prisma'),
    schema('displayName String @map("display_name")'),
  );
  const created = await agora('create', '--name', 'rename_name', '--rename', 'users.name=users.display_name');
  expect(created).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/proven: up, down, up on filled tables/),
  });
  expect(await folders()).toEqual(['20240101000000_init', expect.stringMatching(/^\d{14}_rename_name$/)]);

  const verified = await agora('verify', '--json');
  expect(verified.code).toBe(0);
  expect(verified.json()).toMatchObject({
    summary: { total: 2, proven: 2, rate: 1 },
    // down and create have proven them already.
    migrations: [{ remembered: true }, { remembered: true }],
  });
  const anew = await agora('verify', '--trust', 'none', '--json');
  expect(anew.json()).toMatchObject({ summary: { total: 2, proven: 2 } });
  expect(anew.stdout).not.toContain('remembered');

  expect(await agora('deploy')).toMatchObject({ code: 0 });
  expect(await agora('drift')).toMatchObject({ code: 0, stderr: expect.stringContaining('No drift') });
  await withConnection(database.url, (client) =>
    client.query('CREATE INDEX sneaked_in ON users (display_name)'),
  );
  const drift = await agora('drift');
  expect(drift.code).toBe(2);
  expect(drift.stdout).toContain('unexpected: index public.users.sneaked_in');
  expect(drift.stdout).toContain('DROP INDEX "public"."sneaked_in";');
});
