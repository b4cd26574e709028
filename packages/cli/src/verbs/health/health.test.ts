import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { withConnection } from '@agora/postgres';
import { type CliRun, createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';
import { makeProject } from '../../project/open/project.fixture.ts';

const root = mkdtempSync(path.join(tmpdir(), 'agora health '));
let database: TestDatabase;

const agora = (...words: readonly string[]): Promise<CliRun> =>
  runAgora(words, { cwd: root, env: { DATABASE_URL: database.url } });
const query = (sql: string): Promise<unknown> => withConnection(database.url, (client) => client.query(sql));

beforeAll(async () => {
  database = await createTestDatabase();
  await makeProject(root, {
    '20260101000000_init': 'CREATE TABLE "Item" (id int PRIMARY KEY, price int);\n',
  });
  mkdirSync(path.join(root, 'checks'));
  writeFileSync(path.join(root, 'checks', 'prices.sql'), 'SELECT * FROM "Item" WHERE price < 0;\n');
});

afterAll(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

test('a good database is green for both, and exits 0', async () => {
  expect((await agora('migrate', 'deploy')).code).toBe(0);
  const health = await agora('health');
  expect(health.stdout).toMatch(/good {2}checks\/prices\.sql +no rows/);
  expect(health.code).toBe(0);
  const validate = await agora('validate', '--json');
  expect(validate.json()).toMatchObject({ valid: true, drift: { differences: [] } });
  expect(validate.code).toBe(0);
});

test('rows that a check finds, and drift, exit 2 with the reason and the fix', async () => {
  await query('INSERT INTO "Item" VALUES (1, -5); CREATE INDEX stray ON "Item" (price)');
  const health = await agora('health', '--json');
  expect(health.code).toBe(2);
  expect(health.json()).toMatchObject({ outcome: 'red', environment: { name: 'development' } });
  const markdown = await agora('health', '--format', 'markdown');
  expect(markdown.stdout).toMatch(/^# Health of development: red\n\n\| check \| of \| outcome \| saw \|\n/);
  expect(markdown.stdout).toMatch(/^\| checks\/prices.sql \| integrity \| red \|.*\|$/m);
  expect(JSON.parse((await agora('health', '--format', 'json')).stdout)).toMatchObject({ outcome: 'red' });
  const validate = await agora('validate');
  expect(validate.code).toBe(2);
  expect(validate.stdout).toContain('{"id":1,"price":-5}');
  expect(validate.stdout).toMatch(/stop {2}drift +1 difference/);
  expect(validate.stdout).toContain('stray');
  expect(validate.stderr).toContain('not what it must be');
});

test('a database that does not answer is red, without its password', async () => {
  const env = { DATABASE_URL: 'postgresql://me:secret@127.0.0.1:9/shop' };
  const run = await runAgora(['health'], { cwd: root, env });
  expect(run.code).toBe(2);
  expect(run.stdout).toMatch(/stop {2}connection/);
  expect(run.stdout + run.stderr).not.toContain('secret');
});
