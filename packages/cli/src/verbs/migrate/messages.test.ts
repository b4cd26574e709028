import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { withDatabase } from '@agora/postgres';
import { type CliRun, createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora, runAgoraInTerminal } from '../../agora.fixture.ts';

let root = '';
let database: TestDatabase;
const long = '20260101000000_a_name_that_somebody_made_long_enough_to_wrap';

const file = async (name: string, text: string | Buffer): Promise<void> => {
  await mkdir(path.dirname(path.join(root, name)), { recursive: true });
  await writeFile(path.join(root, name), text);
};

const agora = (words: readonly string[], shadow = ''): Promise<CliRun> =>
  runAgora(['migrate', ...words], { cwd: root, env: { DATABASE_URL: database.url, SHADOW: shadow } });

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'agora messages '));
  database = await createTestDatabase();
  await file(`prisma/migrations/${long}/migration.sql`, 'CREATE TABLE a (id int PRIMARY KEY);\n');
  await file(`prisma/migrations/${long}/down.sql`, 'DROP TABLE a;\n');
  await file('prisma/migrations/migration_lock.toml', 'provider = "postgresql"\n');
  await file(
    'prisma/schema.prisma',
    'datasource db {\n  provider = "postgresql"\n}\nmodel a {\n  id Int @id\n}\n',
  );
  await file(
    'prisma.config.ts',
    "import { defineConfig } from 'prisma/config';\n" +
      "const shadow = process.env['SHADOW'] ?? '';\n" +
      "export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: process.env['DATABASE_URL'] ?? '', ...(shadow === '' ? {} : { shadowDatabaseUrl: shadow }) } });\n",
  );
  await symlink(
    path.resolve(import.meta.dirname, '../../../../../node_modules'),
    path.join(root, 'node_modules'),
    'junction',
  );
});
afterAll(async () => {
  await database.drop();
  await rm(root, { recursive: true });
});

test('history fits a terminal of forty columns, with every run', async () => {
  expect((await agora(['deploy'])).code).toBe(0);
  const { stdout } = await runAgoraInTerminal(['migrate', 'history', '--verbose'], {
    cwd: root,
    columns: 40,
    env: { DATABASE_URL: database.url },
  });
  const lines = stripVTControlCharacters(stdout).split(/\r?\n/);
  expect(lines.filter((line) => line.length > 40)).toEqual([]);
  expect(lines).toContain('  state applied');
  expect(lines.join('')).toContain('up succeeded in');
});

test.each([
  [['status'], '1 applied'],
  [['rollback', '--dry-run'], 'roll back'],
  [['verify', '--help'], 'Usage'],
  [['parked', 'list'], 'Nothing is parked.'],
])('%s fits it as well', async (words, says) => {
  const { stdout } = await runAgoraInTerminal(['migrate', ...words], {
    cwd: root,
    columns: 40,
    env: { DATABASE_URL: database.url },
  });
  const lines = stripVTControlCharacters(stdout).split(/\r?\n/);
  // SQL, and sentences beside the result, stay as they are, to be copied.
  const result = lines.filter((line) => !line.startsWith('environment:'));
  const end = result.findIndex((line) => line.startsWith('-- '));
  expect(result.slice(0, end === -1 ? undefined : end).filter((line) => line.length > 40)).toEqual([]);
  expect(stdout).toContain(says);
});

test('a shadow database that is not there is named, with what to do', async () => {
  const shadow = withDatabase(database.url, 'agora_shadow_nowhere');
  for (const words of [['drift'], ['verify'], ['docs'], ['create', '--name', 'x']]) {
    const run = await agora(words, shadow);
    expect([words, run.code, run.stderr]).toEqual([
      words,
      1,
      expect.stringMatching(
        /database agora_shadow_nowhere, which shadowDatabaseUrl names, does not exist[^]*CREATE DATABASE "?agora_shadow_nowhere"?;/,
      ),
    ]);
  }
});

test('a file in Latin-1 is refused by what reads files alone, too', async () => {
  await file(`prisma/migrations/${long}/down.sql`, Buffer.from('-- zur\xfcck\nDROP TABLE a;\n', 'latin1'));
  for (const words of [['lint'], ['check'], ['sql'], ['down', '--check'], ['history']]) {
    const run = await agora(words);
    expect([words, run.code, run.stderr]).toEqual([
      words,
      1,
      expect.stringMatching(
        /down\.sql is not UTF-8: byte 0xFC at offset 6 \(line 1\)[^]*iconv -f ISO-8859-1 -t UTF-8/,
      ),
    ]);
  }
});
