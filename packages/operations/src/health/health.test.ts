import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

import { withConnection } from '@agora/postgres';
import { withTestRole } from '@agora/testkit';
import { afterEach, expect, test } from 'vitest';

import { fixtureProject, type FixtureProject } from '../project.fixture.ts';
import type { HealthCheck } from './check.ts';
import { defaultLimits, judgeServer } from './judge-server.ts';
import { type HealthInput, readHealth } from './read-health.ts';
import type { ServerFacts } from './server-facts.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const shop = {
  '1_shop': `CREATE TABLE "Order" (id int PRIMARY KEY, total int, parent int);
    INSERT INTO "Order" SELECT i, i, NULL FROM generate_series(1, 20) AS s(i)`,
};

function inputOf(project: FixtureProject, more: Partial<HealthInput> = {}): HealthInput {
  return {
    url: project.url,
    directory: project.directory,
    checks: path.join(project.root, 'checks'),
    ...more,
  };
}

async function writeChecks(project: FixtureProject, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(path.join(project.root, 'checks'), { recursive: true });
  for (const [name, sql] of Object.entries(files))
    await writeFile(path.join(project.root, 'checks', name), sql);
}

const codes = (checks: readonly HealthCheck[]): readonly string[] =>
  checks.flatMap(({ findings }) => findings.map(({ code }) => code));

test('a database that does well is green, with what was seen', async () => {
  const report = await readHealth(inputOf(await fixtureProject(shop)));
  expect(report.outcome).toBe('green');
  expect(report.checks.map(({ name }) => name)).toEqual([
    'connection',
    'history',
    'statements',
    'transactions',
    'idle in transaction',
    'connections',
    'cache hits',
    'replication',
    'journal',
    'indexes',
    'constraints',
  ]);
});

test('what is wrong with indexes, constraints, sessions and the history is found', async () => {
  const project = await fixtureProject(shop);
  await project.query(
    `ALTER TABLE "Order" ADD CONSTRAINT "Positive total" CHECK (total > 3) NOT VALID;
     CREATE INDEX "Order_total" ON "Order" (total)`,
  );
  await project.query(`UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"Order_total"'::regclass`);
  await project.write({ '2_more': 'SELECT 1' });
  await withConnection(project.url, async (client) => {
    await client.query('BEGIN; SELECT 1');
    const report = await readHealth(inputOf(project, { settings: { limits: { idle: 0, transaction: 0 } } }));
    expect(report.outcome).toBe('red');
    expect(codes(report.checks)).toEqual([
      'operations.history_behind',
      'operations.long_transaction',
      'operations.idle_transaction',
      'operations.invalid_index',
      'operations.unvalidated_constraint',
    ]);
    const [constraint] = report.checks.at(-1)!.findings;
    expect(constraint?.fix).toBe('ALTER TABLE public."Order" VALIDATE CONSTRAINT "Positive total";');
  });
});

test('checks of the project give no rows, whatever they are', async () => {
  const project = await fixtureProject(shop);
  await writeChecks(project, {
    'a good.sql': '\uFEFF-- none\nSELECT * FROM "Order" WHERE total < 0; -- end',
    'b.sql': 'SELECT id FROM "Order";\r\n',
    'c.sql': 'SELECT nothing FROM "Order"',
    'd.sql': 'WITH gone AS (DELETE FROM "Order" RETURNING *) SELECT * FROM gone',
    'e.sql': 'SELECT 1 WHERE false; COMMIT; DELETE FROM "Order"',
    'f.sql': '',
    'notes.txt': 'no check',
  });
  const { checks } = await readHealth(inputOf(project));
  const own = checks.filter(({ name }) => name.startsWith('checks/'));
  expect(own.map(({ name, outcome, saw }) => [name, outcome, saw])).toEqual([
    ['checks/a good.sql', 'green', 'no rows'],
    ['checks/b.sql', 'red', 'more than 5 rows'],
    ['checks/c.sql', 'red', 'it failed'],
    ['checks/d.sql', 'red', 'it failed'],
    ['checks/e.sql', 'red', 'it failed'],
    ['checks/f.sql', 'red', 'it failed'],
  ]);
  expect(await project.query('SELECT count(*)::int AS n FROM "Order"')).toEqual([{ n: 20 }]);
});

test('a check that may not see every row fails instead of finding nothing', async () => {
  const project = await fixtureProject(shop);
  await writeChecks(project, { 'hidden.sql': 'SELECT * FROM "Order" WHERE total > 10' });
  await withTestRole(project.url, async (role) => {
    await project.query(
      `ALTER TABLE "Order" ENABLE ROW LEVEL SECURITY; GRANT SELECT ON "Order", _prisma_migrations TO ${role.name};
       GRANT USAGE ON SCHEMA public TO ${role.name}`,
    );
    const { checks } = await readHealth(inputOf(project, { url: role.url }));
    expect(checks.at(-1)).toMatchObject({ outcome: 'red', saw: 'it failed' });
    expect(checks.at(-1)?.findings[0]?.why).toContain('row-level security');
    await project.query(
      `REVOKE ALL ON "Order", _prisma_migrations FROM ${role.name}; REVOKE USAGE ON SCHEMA public FROM ${role.name}`,
    );
  });
});

test('requests must be answered as the configuration says, and no redirect is followed', async () => {
  const project = await fixtureProject(shop);
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/moved')) response.writeHead(302, { location: '/ok' });
    else if (request.url === '/slow') return;
    else if (request.headers.authorization !== undefined) response.writeHead(401);
    response.end('{"status":"ok"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const at = `http://127.0.0.1:${port}`;
  const report = await readHealth(
    inputOf(project, {
      settings: {
        requests: [
          { name: 'API', url: `${at}/ok`, contains: '"ok"' },
          { name: 'refused', url: `http://me:se%2Fcret@127.0.0.1:${port}/a/b/c/token`, status: 401 },
          { name: 'moved', url: `${at}/moved?key=secret` },
          { name: 'other text', url: `${at}/ok`, contains: 'fine' },
          { name: 'too late', url: `${at}/slow`, within: 100 },
          { name: 'nobody', url: 'http://127.0.0.1:9/' },
        ],
      },
    }),
  );
  const requests = report.checks.filter(({ group }) => group === 'requests');
  expect(requests.map(({ name, findings }) => [name, findings[0]?.message])).toEqual([
    ['API', undefined],
    ['refused', undefined],
    ['moved', 'moved: it answered 302, not 200 to 299.'],
    ['other text', 'other text: its answer does not hold "fine".'],
    ['too late', 'too late: it did not answer in time.'],
    ['nobody', expect.stringMatching(/^nobody: no answer/)],
  ]);
  expect(JSON.stringify(report)).not.toContain('secret');
});

test('a database that does not answer is red, without its password', async () => {
  const project = await fixtureProject(shop);
  const report = await readHealth(inputOf(project, { url: 'postgresql://me:secret@127.0.0.1:9/shop' }));
  expect(report).toMatchObject({ outcome: 'red', checks: [{ name: 'connection', outcome: 'red' }] });
  expect(JSON.stringify(report)).not.toContain('secret');
});

const replicated = (ms: number): ServerFacts['replication'] => ({
  inRecovery: false,
  replicas: [{ name: 'standby', ms, bytes: 0, catchesUp: false }],
  unused: [],
  waitsFor: undefined,
});

test('figures beyond their limits are findings, those at them are none', () => {
  const facts: ServerFacts = {
    version: '18.4',
    sessions: [
      { pid: 7, who: 'report', kind: 'query', ms: 400_000, text: 'SELECT 1' },
      { pid: 8, who: 'job', kind: 'transaction', ms: 2 * 3_600_000, text: 'SELECT 2' },
    ],
    connections: { used: 98, most: 100 },
    blocks: { read: 1_000_000, hit: 500_000 },
    replication: replicated(60_000),
    journalBytes: 2_000 * 1_048_576,
  };
  expect(codes(judgeServer(facts))).toEqual([
    'operations.long_query',
    'operations.long_transaction',
    'operations.few_connections',
    'operations.cache_misses',
    'operations.replication_lag',
    'operations.journal_size',
  ]);
  const calm: ServerFacts = {
    ...facts,
    sessions: [{ pid: 7, who: 'report', kind: 'query', ms: defaultLimits.query, text: 'SELECT 1' }],
    connections: { used: 90, most: 100 },
    blocks: { read: 1_000_000, hit: 900_000 },
    replication: replicated(defaultLimits.replication),
    journalBytes: 0,
  };
  expect(codes(judgeServer(calm))).toEqual([]);
  expect(codes(judgeServer(facts, { limits: { query: 500_000, replication: 90_000 } }))).not.toContain(
    'operations.long_query',
  );
});
