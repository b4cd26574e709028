import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';

let database: TestDatabase;
let folder = '';

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'agora any project '));
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const model = 'model Cat {\n  id   Int    @id\n  name String\n}\n';
const init = 'CREATE TABLE "Cat" ("id" INTEGER NOT NULL, CONSTRAINT "Cat_pkey" PRIMARY KEY ("id"));\n';

/** As Prisma 5 wrote them. */
const schema = (datasource: string): string =>
  'generator client {\n  provider        = "prisma-client-js"\n  previewFeatures = ["metrics", "fullTextSearch", "multiSchema"]\n}\n\n' +
  `datasource db {\n  provider  = "postgresql"\n${datasource}}\n\n${model}`;

async function lay(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const root = path.join(folder, name);
  for (const [file, text] of Object.entries({ 'package.json': '{}', ...files })) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  return root;
}

const kinds: readonly {
  readonly kind: string;
  readonly files: (url: string) => Readonly<Record<string, string>>;
  readonly migrations: string;
  readonly flags?: (url: string) => readonly string[];
}[] = [
  {
    kind: 'Prisma 5 with two URLs in .env and CRLF',
    files: (url) => ({
      'prisma/schema.prisma': schema(
        '  url = env("DATABASE_URL")\n  directUrl = env("DIRECT_URL")\n',
      ).replaceAll('\n', '\r\n'),
      '.env': `DATABASE_URL="postgresql://nobody@127.0.0.1:1/pooler"\r\nDIRECT_URL="${url}"\r\n`,
    }),
    migrations: 'prisma/migrations',
  },
  {
    kind: 'Prisma 6 with prisma.schema of package.json',
    files: (url) => ({
      'package.json': '{"type": "commonjs", "prisma": {"schema": "db/schema.prisma"}}',
      'db/schema.prisma': schema('  url = env("POSTGRES_URL")\n'),
      'db/.env': `POSTGRES_URL=${url}\n`,
    }),
    migrations: 'db/migrations',
  },
  {
    kind: '.config/prisma.ts',
    files: (url) => ({
      'package.json': '{"type": "module"}',
      '.config/prisma.ts':
        "import { defineConfig, env } from 'prisma/config';\n" +
        "export default defineConfig({ schema: '../prisma/schema.prisma', datasource: { url: env('APP_DB') } });\n",
      'prisma/schema.prisma': schema(''),
      '.env': `APP_DB=${url}\n`,
    }),
    migrations: 'prisma/migrations',
  },
  {
    kind: 'a folder of schemas',
    files: (url) => ({
      'prisma/schema/main.prisma': schema('  url = env("DATABASE_URL")\n').replace(model, ''),
      'prisma/schema/models/cat.prisma': model,
      'prisma/.env': `DATABASE_URL=${url}\n`,
    }),
    migrations: 'prisma/schema/migrations',
  },
  {
    kind: 'options alone',
    files: () => ({ 'some where/my schema.prisma': schema('') }),
    migrations: 'its migrations',
    flags: (url) => [
      '--schema',
      'some where/my schema.prisma',
      '--migrations',
      'its migrations',
      '--url',
      url,
    ],
  },
];

describe.each(kinds)('$kind', ({ kind, files, migrations, flags }) => {
  test('creates and deploys', async () => {
    const own = await createTestDatabase();
    try {
      const laid = files(own.url);
      const root = await lay(kind, { ...laid, [`${migrations}/20250101000000_init/migration.sql`]: init });
      const agora = (...words: readonly string[]): ReturnType<typeof runAgora> =>
        runAgora(['migrate', ...words, ...(flags?.(own.url) ?? [])], { cwd: root });

      expect(await agora('create', '--name', 'add_name')).toMatchObject({ code: 0 });
      const [, made = ''] = (await readdir(path.join(root, migrations))).filter((name) => /^\d/.test(name));
      expect(await readFile(path.join(root, migrations, made, 'migration.sql'), 'utf8')).toContain(
        'ADD COLUMN     "name" TEXT NOT NULL',
      );
      expect(await agora('deploy')).toMatchObject({ code: 0 });
      expect(await agora('status')).toMatchObject({ code: 0, stdout: expect.stringContaining('2 applied') });
      for (const [name, text] of Object.entries(laid))
        expect(await readFile(path.join(root, name), 'utf8')).toBe(text);
    } finally {
      await own.drop();
    }
  });
});

describe('a database that is not named', () => {
  test('is no fault of what needs files alone', async () => {
    const root = await lay('no database', {
      'prisma/schema.prisma': schema('  url = env("NOT_SET_URL")\n'),
      'prisma/migrations/20250101000000_init/migration.sql': init,
    });
    const agora = (...words: readonly string[]): ReturnType<typeof runAgora> =>
      runAgora(['migrate', ...words], { cwd: root, env: { DATABASE_URL: database.url } });
    expect(await agora('lint')).toMatchObject({ code: 0 });
    expect(await agora('sql')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('CREATE TABLE "Cat"'),
    });
    const status = await agora('status');
    expect(status).toMatchObject({ code: 1, stderr: expect.stringContaining('NOT_SET_URL') });
    expect(status.stderr).toContain('migrations.no_url');
  });
});

describe('a project of Prisma 8', () => {
  test('is read by status, and written by nothing', async () => {
    const root = await lay('of eight', {
      'prisma.config.ts':
        "import { definePrismaConfig } from 'prisma/config';\n" +
        "export default definePrismaConfig({ orm: { db: { connection: process.env['DATABASE_URL'] } } });\n",
      'migrations/app/20260901T1000_init/migration.json': '{}',
    });
    const options = { cwd: root, env: { DATABASE_URL: database.url } };
    expect(await runAgora(['migrate', 'status'], options)).toMatchObject({
      code: 2,
      stdout: 'Prisma 8: 0 applied, 1 pending\npending  app/20260901T1000_init\n',
    });
    expect(await runAgora(['migrate', 'deploy'], options)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('migrations.prisma_8'),
    });
  });
});

describe('--url', () => {
  const url = 'postgresql://someone:secret-word@127.0.0.1:1/x';

  test.each([
    ['status', '--verbose', '--url', url],
    ['status', '--json', `--url=${url}`],
    ['status', '--url', url.replace('postgresql', 'postgre')],
    ['status', '--url', 'postgresql://someone:secret-word@bad port:x/y'],
    ['statsu', '--url', url],
    ['deploy', '--lock-wait', 'never', '--url', url],
    ['status', '--no-such-option', `--url=${url}`],
  ])('%s %s: its password stays secret', async (...words) => {
    const root = await lay('secret', { 'prisma/schema.prisma': schema('') });
    const run = await runAgora(['migrate', ...words], { cwd: root });
    expect(run.code).not.toBe(0);
    expect(`${run.stdout}${run.stderr}`).not.toContain('secret-word');
  });

  test('wins over the project and over DATABASE_URL', async () => {
    const root = await lay('given', {
      'prisma/schema.prisma': schema('  url = "postgresql://nobody@127.0.0.1:1/x"\n'),
    });
    const env = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/y' };
    expect(await runAgora(['migrate', 'status', '--url', database.url], { cwd: root, env })).toMatchObject({
      code: 0,
    });
    const shown = await runAgora(['db', 'url', '--url', database.url], { cwd: root, env });
    expect(shown.stdout.trim()).toBe(new URL(database.url).href);
  });
});
