import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { withConnection } from '@agora/postgres';
import {
  cliEnvironment,
  type CliRun,
  createTestDatabase,
  type TestDatabase,
  withTestRole,
} from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';

import { runAgora } from '../../agora.fixture.ts';
import { makeProject, writeMigrations } from '../../project/open/project.fixture.ts';
import { extensionsOf } from './read/files.ts';

const root = mkdtempSync(path.join(tmpdir(), 'agora doctor '));
let database: TestDatabase;

const agora = (...words: readonly string[]): Promise<CliRun> =>
  runAgora(words, { cwd: root, env: { DATABASE_URL: database.url } });
const report = z.object({
  checks: z.array(z.object({ findings: z.array(z.object({ code: z.string(), blocks: z.boolean() })) })),
});
const findings = (run: CliRun): Record<string, boolean> =>
  Object.fromEntries(
    report
      .parse(run.json())
      .checks.flatMap((check) => check.findings)
      .map(({ code, blocks }) => [code, blocks]),
  );

beforeAll(async () => {
  database = await createTestDatabase();
  await makeProject(root, {
    '20260101000000_init': 'CREATE TABLE a (id int PRIMARY KEY);\n',
    '20260102000000_more': 'CREATE TABLE b (id int PRIMARY KEY);\nCREATE INDEX b_id ON b (id);\n',
  });
  writeFileSync(path.join(root, '.gitignore'), '.agora\nnode_modules\n');
  execFileSync('git', ['init', '-q'], { cwd: root, env: cliEnvironment() });
});

afterAll(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

test('looks at everything and finds nothing in the way; advice alone is no finding', async () => {
  expect((await agora('migrate', 'deploy')).code).toBe(0);
  const run = await agora('doctor', '--json');
  expect(findings(run)).toEqual({ 'doctor.missing_down': false });
  expect(run.code).toBe(0);
  expect(run.json()).toMatchObject({ environment: { name: 'development' } });
});

test('names what is odd, each with its reason and its fix, and exits 2', async () => {
  await withConnection(database.url, async (client) => {
    await client.query('CREATE TABLE stray (id int); DROP TABLE a');
    await client.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'b_id'::regclass");
  });
  await writeMigrations(root, {
    '20260103000000_vectors': 'CREATE EXTENSION IF NOT EXISTS no_such_extension;\n',
  });
  writeFileSync(path.join(root, '.gitignore'), 'node_modules\nagora.lock\n');
  const run = await agora('doctor');
  expect(run.code).toBe(2);
  for (const said of [
    /gone: public\.a/,
    /made by no migration: public\.stray/,
    /The server does not have no_such_extension/,
    /Not valid: public\.b_id/,
    /git ignores prisma\/migrations\/agora\.lock/,
    /git does not ignore \.agora/,
    /fix: agora migrate drift/,
  ])
    expect(run.stdout).toMatch(said);
  expect(run.stderr).toContain('things stand in the way');
});

test('a role with few rights is told which it lacks', async () => {
  await withTestRole(database.url, async (role) => {
    await withConnection(database.url, (client) =>
      client.query(
        `REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT SELECT ON _prisma_migrations TO ${role.name}`,
      ),
    );
    const run = await runAgora(['doctor', '--json'], { cwd: root, env: { DATABASE_URL: role.url } });
    expect(run.code).toBe(2);
    expect(findings(run)).toMatchObject({
      'doctor.no_create': true,
      'doctor.not_owner': true,
      'doctor.no_create_database': true,
    });
    expect(existsSync(path.join(root, '.agora'))).toBe(false);
    await withConnection(database.url, (client) =>
      client.query(`REVOKE ALL ON _prisma_migrations FROM ${role.name}`),
    );
    const blind = await runAgora(['doctor', '--json'], { cwd: root, env: { DATABASE_URL: role.url } });
    expect(findings(blind)).toMatchObject({ 'doctor.history_unreadable': true, 'doctor.no_create': true });
  });
});

test('a server that does not answer is what it finds, without the password', async () => {
  const env = { DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/shop' };
  const run = await runAgora(['doctor'], { cwd: root, env });
  expect(run.code).toBe(2);
  expect(run.stdout).toContain('does not answer');
  expect(run.stdout + run.stderr).not.toContain('secret');
});

test('the extensions of a history, however they are written', () => {
  expect(
    extensionsOf([
      'CREATE EXTENSION citext',
      'create extension if not exists "uuid-ossp" WITH SCHEMA public',
      'CREATE EXTENSION IF NOT EXISTS PostGIS',
      "SELECT 'create extension x'",
      'CREATE EXTENSION citext',
    ]),
  ).toEqual(['citext', 'uuid-ossp', 'postgis']);
});
