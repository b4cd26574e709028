import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { type CliRun, commandLine, useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runAgora } from './agora.fixture.ts';
import { makeProject } from './project/open/project.fixture.ts';
import { startTlsServer, type TlsServer } from './tls-server.fixture.ts';

const database = useTestDatabase();
const deployer = fileURLToPath(new URL('../../migrations/dist/deployer/main.js', import.meta.url));
let root = '';
let server: TlsServer;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'agora tls '));
  await makeProject(root, { '20260101000000_a': 'CREATE TABLE a (id int PRIMARY KEY);' });
  const { hostname, port } = new URL(database.url);
  server = await startTlsServer({ host: hostname, port: Number(port || 5432) });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

const through = (parameters: string): string => {
  const url = new URL(database.url);
  url.port = String(server.port);
  return `${url.href}?${parameters}`;
};

const programs: Readonly<Record<string, (words: readonly string[], url: string) => Promise<CliRun>>> = {
  agora: (words, url) => runAgora(['migrate', ...words], { cwd: root, env: { DATABASE_URL: url } }),
  'agora-deploy': (words, url) =>
    commandLine([process.execPath, deployer], root).run(
      [...words, '--migrations', path.join(root, 'prisma', 'migrations')],
      { env: { DATABASE_URL: url } },
    ),
};

describe.each(Object.entries(programs))('%s and a server whose certificate nobody knows', (_, run) => {
  test.each(['sslmode=require', 'sslmode=prefer', 'sslaccept=accept_invalid_certs', ''])(
    'is reached, encrypted, without a word of warning: %s',
    async (parameters) => {
      const before = server.sessions();
      const status = await run(['status', '--json'], through(parameters));
      expect(status).toMatchObject({ code: 2, stderr: expect.not.stringMatching(/warn|certificate|tls/i) });
      expect(status.json()).toMatchObject({ state: 'pending' });
      expect(server.sessions()).toBeGreaterThan(before);
    },
  );

  test('is not believed where the URL wants to know it', async () => {
    const status = await run(['status'], through('sslmode=verify-full'));
    expect(status).toMatchObject({ code: 1, stderr: expect.stringContaining('[postgres.tls_failed]') });
  });
});
