import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type CliRun, createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora, startAgora } from '../../agora.fixture.ts';
import { makeProject, writeMigrations } from '../../project/open/project.fixture.ts';

const root = mkdtempSync(path.join(tmpdir(), 'agora watched '));
let database: TestDatabase;
const agora = (...words: readonly string[]): Promise<CliRun> =>
  runAgora(words, { cwd: root, env: { DATABASE_URL: database.url } });

const folder = path.join(root, 'prisma/migrations');
const down = (name: string, sql: string): void => writeFileSync(path.join(folder, name, 'down.sql'), sql);
const configure = (watch: unknown): void =>
  writeFileSync(
    path.join(root, 'agora.config.json'),
    JSON.stringify({ environments: { development: { watch } } }),
  );

beforeAll(async () => {
  database = await createTestDatabase();
  await makeProject(root, {
    '20260101000000_init': 'CREATE TABLE "Item" (id int PRIMARY KEY, price int);\n',
  });
  down('20260101000000_init', 'DROP TABLE "Item";\n');
});
afterAll(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

test('what stands against it is said, and nothing is done', async () => {
  configure({ statements: false });
  const run = await agora('migrate', 'deploy', '--report', 'refused.json');
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('is not proven as it is now');
  expect(run.stderr).toContain('Nothing was done.');
  expect(JSON.parse(readFileSync(path.join(root, 'refused.json'), 'utf8'))).toMatchObject({
    outcome: 'refused',
    migrations: [{ name: '20260101000000_init', outcome: 'not reached' }],
  });
});

test('a good deploy is watched, and its report opens the next environment', async () => {
  expect((await agora('migrate', 'verify')).code).toBe(0);
  const run = await agora('migrate', 'deploy', '--report', 'staging.json');
  expect(run.stderr).toContain('passed   catalog');
  expect(run.code).toBe(0);
  configure({ statements: false, after: { name: 'staging', report: 'staging.json' } });
  const other = await createTestDatabase();
  try {
    const env = { DATABASE_URL: other.url };
    expect((await runAgora(['migrate', 'deploy'], { cwd: root, env })).code).toBe(0);
  } finally {
    await other.drop();
  }
  expect((await agora('migrate', 'deploy')).stdout).toContain('Nothing is pending.');
});

test('a deploy that a check finds bad is taken back, with a report that says why', async () => {
  configure({ statements: false, rollback: 'automatic', application: 'unchanged' });
  mkdirSync(path.join(root, 'checks'));
  writeFileSync(
    path.join(root, 'checks', 'no-prices.sql'),
    "SELECT * FROM pg_attribute WHERE attname = 'tax'",
  );
  await writeMigrations(root, { '20260102000000_tax': 'ALTER TABLE "Item" ADD COLUMN tax int;\n' });
  down('20260102000000_tax', 'ALTER TABLE "Item" DROP COLUMN tax;\n');
  expect((await agora('migrate', 'verify')).code).toBe(0);
  const run = await agora('migrate', 'deploy', '--report', 'report.md');
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('Taken back:');
  const report = readFileSync(path.join(root, 'report.md'), 'utf8');
  expect(report).toMatch(/^# Deploy to .+ in development: rolled back\n/);
  expect(report).toContain('| integrity | failed |');
  const status = await agora('migrate', 'status', '--json');
  expect(status.json()).toMatchObject({ counts: { applied: 1, pending: 1 } });
  const unwatched = await agora('migrate', 'deploy', '--unwatched');
  expect(unwatched.code).toBe(0);
});

test('Ctrl-C says where it stands: before, nothing is done; afterwards it stands, whatever was seen', async () => {
  configure({
    statements: false,
    queries: [{ name: 'items', sql: 'SELECT count(*) FROM "Item"' }],
    for: '60s',
    baseline: '2s',
    rollback: 'automatic',
    application: 'unchanged',
  });
  await writeMigrations(root, { '20260103000000_note': 'ALTER TABLE "Item" ADD COLUMN note text;\n' });
  down('20260103000000_note', 'ALTER TABLE "Item" DROP COLUMN note;\n');
  rmSync(path.join(root, 'checks'), { recursive: true });
  expect((await agora('migrate', 'verify')).code).toBe(0);
  const stopAt = async (text: string): Promise<CliRun> => {
    const running = startAgora(['migrate', 'deploy'], { cwd: root, env: { DATABASE_URL: database.url } });
    await running.printed(text);
    running.kill('SIGINT');
    return running.ended;
  };
  const before = await stopAt('taking a baseline');
  expect(before).toMatchObject({ code: 130, stderr: expect.stringContaining('none of 1 is applied') });
  const after = await stopAt('watching for');
  expect(after).toMatchObject({ code: 130, stderr: expect.stringContaining('1 of 1 applied') });
  expect(after.stderr).toMatch(/not looked at to the end: speed and errors\. .*rollback --steps 1/);
  expect((await agora('migrate', 'status')).code).toBe(0);
});
