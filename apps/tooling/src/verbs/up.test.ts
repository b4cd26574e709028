import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sampleAccounts } from '@agora/db/seed/catalog';
import { embeddedStatus, withConnection } from '@agora/postgres';
import { type CliOptions, type RunningCli, useTestDatabase } from '@agora/testkit';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { runAgora, startAgora } from '../agora.fixture.ts';

const database = useTestDatabase();
const outside = mkdtempSync(join(tmpdir(), 'agora up '));
let running: RunningCli | undefined;
let blocker: Server | undefined;

afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.ended;
  running = undefined;
  blocker?.close();
  blocker = undefined;
});
afterAll(async () => {
  await runAgora(['db', 'stop'], { cwd: outside });
  await rm(outside, { recursive: true, force: true });
});

/** `agora up --json`, until the API answers, and where. */
async function up(options: CliOptions = {}): Promise<RunningCli & { url: string }> {
  running = startAgora(['up', '--json'], { ...options });
  const stdout = await running.printed('"docs"');
  return { ...running, url: /"url": "(.+)"/.exec(stdout)![1]! };
}

function block(port: number): Promise<number> {
  return new Promise((done, fail) => {
    blocker = createServer()
      .on('error', fail)
      .listen(port, '127.0.0.1', function (this: Server) {
        const address = this.address();
        done(typeof address === 'object' && address !== null ? address.port : 0);
      });
  });
}

function query(sql: string): Promise<{ rowCount: number | null }> {
  return withConnection(database.url, (client) => client.query(sql));
}

// Read inside tests, when the database is there.
const own = {
  get DATABASE_URL() {
    return database.url;
  },
};

test.each(['staging', 'production'])(
  'in %s it neither migrates nor seeds on the way',
  async (environment) => {
    const run = await runAgora(['up', '--env', environment], {
      env: {
        ...own,
        JWT_SECRET: 'x'.repeat(32),
        PUBLIC_URL: 'https://forum.example',
        MAIL_URL: 'none',
      },
    });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('nothing is migrated or seeded');
    const { rows } = await withConnection(database.url, (client) =>
      client.query<{ tables: number }>(
        `SELECT count(*)::int AS tables FROM pg_catalog.pg_class
       WHERE relkind = 'r' AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
      ),
    );
    expect(rows).toEqual([{ tables: 0 }]);
  },
);

describe('with DATABASE_URL', () => {
  test('migrates, seeds, serves and ends cleanly; a second time nothing is left to do', async () => {
    const first = await up({ env: { ...own } });
    first.kill('SIGINT');
    const run = await first.ended;
    expect(run).toMatchObject({ code: 0, signal: null });
    expect(run.stderr).toContain('The API was stopped.');
    expect(run.json()).toMatchObject({
      community: 'agora',
      stopsDatabase: false,
      accounts: expect.arrayContaining([expect.objectContaining({ email: 'admin@forum.com' })]),
    });

    const seeded = await runAgora(['seed', '--json'], { env: { ...own } });
    expect(seeded.json()).toMatchObject({ profile: 'demo', changed: false });
    const status = await runAgora(['migrate', 'status', '--json'], { env: { ...own } });
    expect(status.code).toBe(0);
  });

  test('newer seeds that would take along what somebody tried out leave the forum as it is, and it is served', async () => {
    // Other random numbers make other ids, as another version of the seeds would.
    expect(await runAgora(['migrate', 'deploy'], { env: { ...own } })).toMatchObject({ code: 0 });
    expect(await runAgora(['seed', '--seed', '5'], { env: { ...own } })).toMatchObject({ code: 0 });
    await query(`INSERT INTO comments (community_id, id, post_id, author_id, depth, path, body)
      SELECT p.community_id, i.id, p.id, p.author_id, 0, uuid_send(i.id), 'Tried out'
        FROM posts p, (SELECT gen_random_uuid() AS id) i WHERE p.title = 'Welcome to Agora'`);
    const started = await up({ env: { ...own } });
    started.kill('SIGINT');
    const run = await started.ended;
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toContain('The forum is served as it is.');
    expect(await query(`DELETE FROM comments WHERE body = 'Tried out'`)).toMatchObject({ rowCount: 1 });
  });

  test('a port that was asked for is taken or refused', async () => {
    const port = await block(0);
    const run = await runAgora(['up', '--port', String(port)], { env: { ...own } });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(`Port ${port} is taken. [cli.port_in_use]`);
    expect((await runAgora(['up'], { env: { ...own, PORT: String(port) } })).stderr).toContain(
      'cli.port_in_use',
    );
  });

  test('every account that is printed can log in', async () => {
    const { url } = await up({ env: { ...own } });
    const login = `${url}/c/agora/auth/login`;
    for (const { email, password } of sampleAccounts) {
      const answer = await fetch(login, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      expect({ email, status: answer.status }).toEqual({ email, status: 200 });
    }
  });
});

describe('with the embedded server', () => {
  test('starts it, and stops it again when nobody else is connected', async () => {
    const started = await up({ cwd: outside });
    expect(await embeddedStatus({ directory: join(outside, '.agora') })).toMatchObject({ running: true });
    started.kill('SIGTERM');
    const run = await started.ended;
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('The database was stopped.');
    expect(await embeddedStatus({ directory: join(outside, '.agora') })).toEqual({
      running: false,
      initialized: true,
    });
  });

  test('leaves it running while somebody else is connected', async () => {
    const started = await up({ cwd: outside });
    const server = await embeddedStatus({ directory: join(outside, '.agora') });
    if (!server.running) throw new TypeError('No server runs.');
    const run = await withConnection(server.url, async () => {
      started.kill('SIGTERM');
      return started.ended;
    });
    expect(run.stderr).toContain('others are connected');
    expect(await embeddedStatus({ directory: join(outside, '.agora') })).toMatchObject({ running: true });
  });

  test('leaves it running when it ran before', async () => {
    await runAgora(['db', 'start'], { cwd: outside });
    const started = await up({ cwd: outside });
    started.kill('SIGINT');
    expect((await started.ended).json()).toMatchObject({ stopsDatabase: false });
    expect(await embeddedStatus({ directory: join(outside, '.agora') })).toMatchObject({ running: true });
  });
});
