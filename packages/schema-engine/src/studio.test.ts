import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  buildPackage,
  makeProject,
  schemaHead,
  type ThrowawayProject,
} from './testing/throwaway-project.fixture.ts';

const database = useTestDatabase();
let project: ThrowawayProject;
let studio: ChildProcess | undefined;
let origin: string;

beforeAll(async () => {
  await buildPackage();
  project = await makeProject(database.url);
  await project.write('prisma/schema.prisma', `${schemaHead}\nmodel Tag {\n  id Int @id\n  name String\n}\n`);
  await withConnection(database.url, (client) =>
    client.query(
      `CREATE TABLE "Tag" (id int PRIMARY KEY, name text NOT NULL); INSERT INTO "Tag" VALUES (1, 'a')`,
    ),
  );
});

afterAll(async () => {
  if (studio) await stop(studio);
  await project.remove();
});

it('serves Prisma Studio, which answers a query from the database, and ends with its process', async () => {
  studio = await startStudio();
  await expect.poll(() => answers(origin)).toBe(200);
  const page = await fetch(origin);
  expect(page.headers.get('content-type')).toContain('text/html');

  const answer = await fetch(`${origin}/bff`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      procedure: 'query',
      query: { sql: 'SELECT id, name FROM "public"."Tag" WHERE id = $1', parameters: [1] },
    }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual([null, [{ id: 1, name: 'a' }]]);

  await stop(studio);
  expect(await answers(origin)).toBeUndefined();
  await expect.poll(connections).toEqual([]);
});

/** Starts it on a free port, and on another when somebody takes that one before it does. */
async function startStudio(): Promise<ChildProcess> {
  for (;;) {
    const port = await freePort();
    const child = project.start(['studio', '--port', String(port), '--browser', 'none']);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = once(child, 'close');
    await expect.poll(() => child.exitCode ?? output).toEqual(expect.toSatisfy(isSettled));
    if (child.exitCode === null) {
      origin = `http://127.0.0.1:${port}`;
      return child;
    }
    await ended;
    expect(output).toContain('EADDRINUSE');
  }
}

/** Whether it has ended, or says that it listens. */
function isSettled(state: number | string): boolean {
  return typeof state === 'number' || state.includes('is running at');
}

/** Everybody else in the database. */
async function connections(): Promise<unknown[]> {
  return withConnection(database.url, async (client) => {
    const { rows } = await client.query(
      'SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    return rows;
  });
}

/** The status of a page; undefined while nobody listens. */
async function answers(url: string): Promise<number | undefined> {
  return fetch(url).then(
    async (response) => {
      await response.body?.cancel();
      return response.status;
    },
    () => undefined,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  await gone;
  clearTimeout(timer);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
