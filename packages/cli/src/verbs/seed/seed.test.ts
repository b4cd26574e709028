import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { withConnection } from '@agora/postgres';
import { type CliRun, useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';

const database = useTestDatabase();
const name = (): string => new URL(database.url).pathname.slice(1);
const root = await mkdtemp(path.join(tmpdir(), 'a shop '));
const workspace = path.resolve(import.meta.dirname, '../../../../..');
const page = await readFile(path.join(workspace, 'docs/seeding-your-project.md'), 'utf8');
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'm').exec(page)![1]!;

const agora = (words: string[], env: Readonly<Record<string, string>> = {}): Promise<CliRun> =>
  runAgora(words, { cwd: root, env: { DATABASE_URL: database.url, AGORA_ENV: 'development', ...env } });

const query = <Row extends object>(sql: string): Promise<readonly Row[]> =>
  withConnection(database.url, async (client) => (await client.query<Row>(sql)).rows);

/** What the migrations of the schema in docs/seeding-your-project.md make. */
const TABLES = `
  CREATE TABLE currencies (code text PRIMARY KEY, name text NOT NULL, symbol text);
  CREATE TYPE "Role" AS ENUM ('admin', 'member');
  CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL, name text NOT NULL, role "Role" NOT NULL DEFAULT 'member',
    settings jsonb NOT NULL DEFAULT '{}', tags text[], created_at timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp(3) NOT NULL);
  CREATE UNIQUE INDEX users_email_key ON users (email);
  CREATE TABLE orders (id text PRIMARY KEY, number text NOT NULL, user_id int NOT NULL REFERENCES users ON DELETE CASCADE,
    currency text NOT NULL, cents bigint NOT NULL);
  CREATE UNIQUE INDEX orders_number_key ON orders (number);`;

beforeAll(async () => {
  const words = path.join(root, 'node_modules', 'agora-db');
  await mkdir(words, { recursive: true });
  await writeFile(
    path.join(words, 'package.json'),
    '{ "type": "module", "exports": { "./seed": "./seed.js" } }',
  );
  const built = pathToFileURL(path.join(workspace, 'packages/seeding/dist/define/index.js')).href;
  await writeFile(path.join(words, 'seed.js'), `export * from ${JSON.stringify(built)};\n`);
  for (const one of ['prisma', '@prisma'])
    await symlink(
      path.join(workspace, 'packages/db/node_modules', one),
      path.join(root, 'node_modules', one),
      'junction',
    );
  await writeFile(
    path.join(root, 'prisma.config.ts'),
    `import { defineConfig } from 'prisma/config';
export default defineConfig({ schema: 'schema.prisma', datasource: { url: process.env['DATABASE_URL'] ?? '' } });\n`,
  );
  await writeFile(
    path.join(root, 'schema.prisma'),
    `datasource db {\n  provider = "postgresql"\n}\n\n${block('prisma')}`.replaceAll('\n', '\r\n'),
  );
  await writeFile(path.join(root, 'agora.seed.ts'), block('ts'));
  await query(TABLES);
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('what docs/seeding-your-project.md shows works: planned, applied, told, checked, taken back', async () => {
  const planned = await agora(['seed', '--dry-run']);
  expect(planned).toMatchObject({ code: 0 });
  expect(planned.stderr).toContain('environment: development (');
  expect(planned.stdout).toMatch(
    /currencies +public\.currencies +2 +to insert\n[^]*orders +public\.orders +20 +to insert/,
  );
  expect(await agora(['seed', 'status'])).toMatchObject({ code: 2 });
  expect((await agora(['seed', '--json'])).json()).toMatchObject({
    profile: 'development',
    changed: true,
    steps: [
      { set: 'currencies', outcome: 'done', written: 2 },
      { set: 'users', outcome: 'done', written: 2 },
      { set: 'orders', outcome: 'done', written: 20 },
    ],
  });
  expect(
    await query(
      'SELECT email, role::text, settings, tags, updated_at IS NOT NULL AS at FROM users ORDER BY id',
    ),
  ).toEqual([
    { email: 'ada@example.com', role: 'admin', settings: { theme: 'dark' }, tags: ['team'], at: true },
    { email: 'bob@example.com', role: 'member', settings: {}, tags: null, at: true },
  ]);
  const ids = await query(`SELECT count(DISTINCT id)::int AS ids FROM orders WHERE id ~ '^[0-9a-f-]{36}$'`);
  expect(ids).toEqual([{ ids: 20 }]);
  expect((await agora(['seed'])).stderr).toContain('Nothing to do');
  expect((await agora(['seed', 'status'])).stdout).toMatch(/users +public\.users +applied +1 +2/);
  expect((await agora(['seed', 'validate'])).stderr).toContain('Every check holds.');
  await query(`INSERT INTO orders VALUES ('x', 'own', 1, 'XXX', 5)`);
  const broken = await agora(['seed', 'validate']);
  expect(broken.code).toBe(2);
  expect(broken.stderr).toContain('known-currencies: 1 row. Every order is in a currency that there is.');
  expect(broken.stderr).toContain('own: XXX');
  const unconfirmed = await agora(['seed', '--reset']);
  expect(unconfirmed.code).toBe(1);
  expect(unconfirmed.stderr).toContain(`agora seed --reset --profile development --confirm ${name()}`);
  const refused = await agora(['seed', '--reset', '--confirm', name()]);
  expect(refused.stderr).toMatch(/\[seed\.own_rows\][^]*orders: \{x\}/);
  await query(`DELETE FROM orders WHERE id = 'x'`);
  expect((await agora(['seed', '--reset', '--confirm', name()])).stderr).toContain('24 rows removed.');
});

test('production takes what names it, and nothing is reset there', async () => {
  const production = { AGORA_ENV: 'production' };
  const taken = await agora(['seed', '--json'], production);
  expect(taken.json()).toMatchObject({
    profile: 'essential',
    steps: [{ set: 'currencies', outcome: 'done' }],
  });
  for (const words of [
    ['seed', '--profile', 'development'],
    ['seed', '--reset', '--confirm', name()],
    ['seed', '--file', 'agora.seed.ts', '--profile', 'development'],
  ]) {
    const refused = await agora(words, production);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('[seed.not_allowed]');
  }
});

test('rows come from a file, in the names of the model, and faults are told before anything is written', async () => {
  await writeFile(path.join(root, 'Currency.csv'), 'code,name,symbol\nCHF,Franc,\nGBP,Pound,£\n');
  expect((await agora(['seed', '--file', 'Currency.csv'])).code).toBe(0);
  expect(await query(`SELECT name, symbol FROM currencies WHERE code IN ('CHF', 'GBP') ORDER BY 1`)).toEqual([
    { name: 'Franc', symbol: null },
    { name: 'Pound', symbol: '£' },
  ]);
  await writeFile(
    path.join(root, 'more.json'),
    '{ "User": [{ "email": "e@x.org", "nmae": "E", "role": "ADMN" }] }',
  );
  const bad = await agora(['seed', '--file', 'more.json']);
  expect(bad.code).toBe(1);
  expect(bad.stderr).toContain('the model has no field of its own "nmae". Did you mean name?');
  expect(bad.stderr).toContain('"role" has no value "ADMN", but ADMIN, MEMBER. Did you mean ADMIN?');
  expect(await agora(['seed', '--only', ' '])).toMatchObject({ code: 64 });
  expect((await agora(['seed', '--file', 'gone.csv'])).stderr).toContain('[seed.bad_file]');
  expect((await agora(['seed', '--profile', 'esential'])).stderr).toContain('[seed.unknown_profile]');
});
