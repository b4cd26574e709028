import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type CliRun, createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';
import { makeProject } from '../../project/open/project.fixture.ts';
import { lastRollback } from './rollback.ts';

const root = mkdtempSync(path.join(tmpdir(), 'agora notify '));
const bodies: string[] = [];
const receiver = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => bodies.push(chunk.toString())).on('end', () => response.end());
}).listen(0, '127.0.0.1');
let database: TestDatabase;

const agora = (...words: readonly string[]): Promise<CliRun> =>
  runAgora(words, { cwd: root, env: { DATABASE_URL: database.url } });
const configure = (notify: unknown): void =>
  writeFileSync(
    path.join(root, 'agora.config.json'),
    JSON.stringify({ environments: { development: { notify } } }),
  );

beforeAll(async () => {
  database = await createTestDatabase();
  if (!receiver.listening) await once(receiver, 'listening');
  await makeProject(root, { '20260101000000_init': 'CREATE TABLE a (id int);\n' });
  writeFileSync(path.join(root, 'prisma/migrations/20260101000000_init/down.sql'), 'DROP TABLE a;\n');
});

afterAll(async () => {
  receiver.close();
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

test('without a receiver it says where one is named', async () => {
  const run = await agora('notify', 'test');
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('environments.development.notify');
});

test('a test tells every receiver, and one that is down is told of without its secrets', async () => {
  const address = receiver.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  configure({ webhooks: [{ url: `${url}/secret` }] });
  const run = await agora('notify', 'test');
  expect(run.stdout).toContain(`told  webhook ${url}\n`);
  expect(run.code).toBe(0);
  expect(JSON.parse(bodies.at(-1)!)).toMatchObject({ event: 'test', environment: 'development' });
  expect((await agora('migrate', 'deploy')).code).toBe(0);
  expect((await agora('migrate', 'rollback')).code).toBe(0);
  expect((await agora('notify', 'rollback', '--message', 'It was slow')).code).toBe(0);
  expect(JSON.parse(bodies.at(-1)!)).toMatchObject({
    event: 'rollback',
    text: 'It was slow',
    migrations: ['20260101000000_init'],
  });
  configure({ webhooks: [{ url: `${url}/secret` }], commands: [['no-such-program', 'secret']] });
  const failing = await agora('notify', 'test', '--json');
  expect(failing.code).toBe(1);
  expect(failing.json()).toMatchObject({
    deliveries: [{ ok: true }, { ok: false, channel: 'command no-such-program' }],
  });
  expect(failing.stdout + failing.stderr).not.toContain('secret');
});

const runs = (...words: string[]): Parameters<typeof lastRollback>[0] =>
  words.map((word, id) => ({ id, direction: word.split(' ')[0]!, name: word.split(' ')[1]! }));

test('the last rollback is the last unbroken row of them', () => {
  expect(lastRollback(runs('up a', 'up b', 'down b', 'down a', 'up a'))).toEqual(['b', 'a']);
  expect(lastRollback(runs('down x', 'up a', 'down a'))).toEqual(['a']);
  expect(lastRollback(runs('up a'))).toEqual([]);
});
