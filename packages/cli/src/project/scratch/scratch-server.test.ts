import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Project } from '@agora/migrations';
import { quoteIdentifier, stopEmbedded, withConnection, withDatabase } from '@agora/postgres';
import { createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createOutput } from '../../output/output.ts';
import { comparableServer, scratchServer } from './scratch-server.ts';

let database: TestDatabase;
let root = '';
const role = `scratch_${process.pid}`;

beforeAll(async () => {
  database = await createTestDatabase();
  root = await mkdtemp(path.join(tmpdir(), 'agora scratch '));
  await withConnection(database.url, (client) =>
    client.query(`CREATE ROLE ${quoteIdentifier(role)} LOGIN NOCREATEDB`),
  );
});

afterAll(async () => {
  await stopEmbedded({ directory: path.join(root, '.agora') });
  await withConnection(database.url, (client) => client.query(`DROP ROLE ${quoteIdentifier(role)}`));
  await database.drop();
  await rm(root, { recursive: true, force: true });
});

/** The server that is chosen, and what is said. */
async function choose(
  names: Pick<Project, 'url' | 'urlVariable' | 'shadowUrl'>,
  server?: string,
): Promise<{ readonly url: string; readonly comparable: string | undefined; readonly said: string }> {
  let said = '';
  const sink = { write: (text: string) => (said += text) };
  const project: Project = { root, schemaFiles: [], migrationsDirectory: root, ...names };
  const context = {
    root,
    settings: { DATABASE_URL: undefined },
    out: createOutput({ stdout: sink, stderr: sink, env: {} }),
  };
  const url = await scratchServer(project, context, server);
  const comparable = names.url === undefined ? undefined : await comparableServer(project, context, server);
  return { url, comparable, said };
}

function asRole(url: string): string {
  const parsed = new URL(url);
  parsed.username = role;
  return parsed.href;
}

test('is the project’s own without a word, or the one that is named', async () => {
  expect(await choose({ url: database.url })).toEqual({
    url: database.url,
    comparable: undefined,
    said: '',
  });
  const named = await choose({ url: 'postgresql://nobody@127.0.0.1:1/x' }, database.url);
  expect(named).toEqual({ url: database.url, comparable: database.url, said: '' });
});

test('goes through the database postgres where the project’s own is not there', async () => {
  const { url, said } = await choose({ url: withDatabase(database.url, 'not_made_yet') });
  expect(url).toBe(withDatabase(database.url, 'postgres'));
  expect(said).toContain('not_made_yet does not exist');
});

test('is the embedded one for a role that may make none, and without a database', async () => {
  const refused = await choose({ url: asRole(database.url) });
  expect(refused.said).toContain(`${role} may not make databases`);
  expect(refused.url).not.toContain(role);
  const { rows } = await withConnection(refused.url, (client) => client.query('SELECT 1 AS one'));
  expect(rows).toEqual([{ one: 1 }]);

  const unknown = await choose({ urlVariable: 'NOT_SET' });
  expect(unknown.url).toBe(refused.url);
  expect(unknown.said).toContain('is not known: temporary databases are made on the embedded server');
});
