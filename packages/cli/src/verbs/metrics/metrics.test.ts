import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type CliRun, createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';
import { makeProject } from '../../project/open/project.fixture.ts';

const root = mkdtempSync(path.join(tmpdir(), 'agora metrics '));
let database: TestDatabase;
const agora = (...words: readonly string[]): Promise<CliRun> =>
  runAgora(words, { cwd: root, env: { DATABASE_URL: database.url } });

beforeAll(async () => {
  database = await createTestDatabase();
  await makeProject(root, { '20260101000000_init': 'CREATE TABLE a (id int);\n' });
});
afterAll(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

test('prints the figures, or writes them whole or not at all', async () => {
  expect((await agora('migrate', 'deploy')).code).toBe(0);
  const run = await agora('metrics');
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('agora_migrations{state="applied"} 1\n');
  expect((await agora('metrics', '--output', 'agora.prom')).code).toBe(0);
  expect(readFileSync(path.join(root, 'agora.prom'), 'utf8')).toContain('agora_up 1\n');
  const failed = await agora('metrics', '--output', 'no/such/folder/agora.prom');
  expect(failed.code).toBe(1);
  expect(existsSync(path.join(root, 'no'))).toBe(false);
  expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('sends them to a collector, and says when it does not take them', async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(request.url === '/v1/metrics' ? 200 : 404).end();
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const address = collector.address();
  const at = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  try {
    expect((await agora('metrics', '--otlp', `${at}/v1/metrics`)).code).toBe(0);
    expect(JSON.parse(bodies[0]!)).toHaveProperty('resourceMetrics');
    const refused = await agora('metrics', '--otlp', `${at}/other`);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('404');
  } finally {
    collector.close();
  }
});
