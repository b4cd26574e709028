import { setTimeout as sleep } from 'node:timers/promises';

import { withConnection, withTransaction } from '@agora/postgres';
import { withTestRole } from '@agora/testkit';
import { expect, test } from 'vitest';

import { deploy } from '../verbs/deploy.ts';
import { fixtureProject } from '../project.fixture.ts';
import { readStatus } from '../verbs/status.ts';
import type { ApplyEvent } from './options.ts';

const base = {
  '20240101000000_a': {
    up: 'CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 0); INSERT INTO t SELECT generate_series(1, 50);',
  },
};

/** A lock of the tests' own, at which a migration waits. */
const GATE = 4242;

test('of three deploys at once one works and the others find nothing to do', async () => {
  const project = await fixtureProject(
    Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [
        `202401${10 + n}000000_m`,
        { up: `CREATE TABLE t${n} (); SELECT pg_advisory_xact_lock(${GATE});` },
      ]),
    ),
  );
  const waits: ApplyEvent[] = [];
  const onEvent = (event: ApplyEvent): void => void (event.kind === 'waiting' && waits.push(event));
  // At the gate the one that works waits for as long as it is closed.
  const options = { onEvent, lockTimeoutMs: 0 };
  const reports = await withConnection(project.url, async (client) => {
    await client.query(`SELECT pg_advisory_lock(${GATE})`);
    const deploying = Promise.all([1, 2, 3].map(() => deploy({ ...project, options })));
    // The one that works is held up until the others have met it.
    await expect.poll(() => waits.length).toBe(2);
    await client.query(`SELECT pg_advisory_unlock(${GATE})`);
    return deploying;
  });
  expect(reports.map((report) => report.results.length).toSorted((a, b) => a - b)).toEqual([0, 0, 12]);
  expect(waits[0]).toMatchObject({ holder: { application: 'agora migrate' } });
  expect(await project.query('SELECT count(*)::int AS n FROM _prisma_migrations')).toEqual([{ n: 12 }]);
});

test('a new foreign key waits for the parent without holding the child', async () => {
  const project = await fixtureProject({
    '20240101000000_a': { up: 'CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (of int);' },
  });
  await deploy(project);
  await project.write({
    '20240102000000_key': { up: 'ALTER TABLE child ADD FOREIGN KEY (of) REFERENCES parent NOT VALID;' },
  });
  await withConnection(project.url, async (writer) => {
    await writer.query('BEGIN; INSERT INTO parent VALUES (1)');
    let tries = 1;
    const onEvent = ({ kind }: ApplyEvent): void => void (kind === 'lock-retry' && (tries += 1));
    const deploying = deploy({ ...project, options: { onEvent } });
    const held = `SELECT relation::regclass::text AS "table", granted FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE a.datname = current_database() AND application_name = 'agora migrate' AND l.mode = 'ShareRowExclusiveLock'`;
    await expect
      .poll(async () => ({ later: tries > 1, held: await project.query(held) }), {
        timeout: 20_000,
        interval: 5,
      })
      .toEqual({ later: true, held: [{ table: 'parent', granted: false }] });
    await writer.query('INSERT INTO child VALUES (1); COMMIT');
    expect((await deploying).results).toMatchObject([{ outcome: 'succeeded' }]);
  });
});

test.each([
  'ALTER TABLE t ADD COLUMN more int',
  'CREATE INDEX ON t (n)',
  'DROP INDEX t_n; CREATE INDEX t_n ON t (n)',
])('while a vacuum keeps a migration waiting, readers and writers do not queue behind it: %s', async (up) => {
  const project = await fixtureProject({
    '20240101000000_a': { up: `${base['20240101000000_a'].up} CREATE INDEX t_n ON t (n);` },
  });
  await deploy(project);
  await project.write({ '20240102000000_b': { up } });
  await withConnection(project.url, async (vacuum) => {
    await vacuum.query('BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE');
    let tries = 1;
    const onEvent = ({ kind }: ApplyEvent): void => void (kind === 'lock-retry' && (tries += 1));
    const deploying = deploy({ ...project, options: { onEvent } });
    const waiting = `SELECT mode FROM pg_locks WHERE relation = 't'::regclass AND NOT granted`;
    await expect
      .poll(async () => ({ later: tries > 1, waiting: await project.query(waiting) }), {
        timeout: 20_000,
        interval: 5,
      })
      .toEqual({ later: true, waiting: [{ mode: 'ShareUpdateExclusiveLock' }] });
    await vacuum.query('COMMIT');
    expect((await deploying).results).toMatchObject([{ outcome: 'succeeded' }]);
  });
});

test('a client that locks the child before the parent is not the one that a deadlock ends, however soon one is looked for', async () => {
  const project = await fixtureProject({
    '20240101000000_a': {
      up: 'CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (of int REFERENCES parent); INSERT INTO parent VALUES (1);',
    },
  });
  await deploy(project);
  await project.query(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = 100', current_database()); END $$`,
  );
  await project.write({
    '20240102000000_both': { up: 'ALTER TABLE parent ADD a int; ALTER TABLE child ADD a int;' },
  });
  await withConnection(project.url, async (writer) => {
    await writer.query('BEGIN; LOCK TABLE child IN ROW EXCLUSIVE MODE');
    let tries = 0;
    const onEvent = ({ kind }: ApplyEvent): void => void (kind === 'lock-retry' && (tries += 1));
    const deploying = deploy({ ...project, options: { onEvent, lockAttempts: 30 } });
    await expect.poll(() => tries, { timeout: 10_000 }).toBeGreaterThan(2);
    const waits =
      'SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())';
    await expect
      .poll(async () => (await writer.query(waits)).rows, { timeout: 10_000, interval: 2 })
      .toHaveLength(1);
    // Where the migration still waits, it has looked for a deadlock itself by then, and found none.
    await sleep(120);
    await writer.query('INSERT INTO child VALUES (1); COMMIT');
    expect((await deploying).results).toMatchObject([{ outcome: 'succeeded' }]);
  });
});

test('a deploy that may not wait says who holds the lock', async () => {
  const project = await fixtureProject(base);
  await withConnection({ url: project.url, applicationName: 'prisma' }, async (client) => {
    await client.query('SELECT pg_advisory_lock(72707369)');
    await expect(deploy({ ...project, options: { lockWaitMs: 200 } })).rejects.toMatchObject({
      code: 'postgres.lock_not_available',
      why: expect.stringContaining('(prisma)'),
    });
    expect((await readStatus(project)).running).toMatchObject({ application: 'prisma' });
  });
});

test('waiting for another run can be stopped, and a pooler is refused', async () => {
  const project = await fixtureProject(base);
  await withConnection({ url: project.url, applicationName: 'prisma' }, async (client) => {
    await client.query('SELECT pg_advisory_lock(72707369)');
    const options = { signal: AbortSignal.timeout(300) };
    await expect(deploy({ ...project, options })).rejects.toMatchObject({ code: 'migrations.interrupted' });
  });
  await expect(deploy({ ...project, url: `${project.url}?pgbouncer=true` })).rejects.toMatchObject({
    code: 'migrations.pooled_connection',
  });
});

test('a migration that cannot get its lock gives way and names the transaction in its way', async () => {
  const project = await fixtureProject({
    ...base,
    '20240102000000_b': { up: 'CREATE TABLE u ();\nALTER TABLE t ADD c int;' },
  });
  await deploy({ ...project, to: '20240101' });
  await withConnection({ url: project.url, applicationName: 'report job' }, (client) =>
    withTransaction(client, async () => {
      await client.query('SELECT count(*) FROM t');
      const { results } = await deploy({ ...project, options: { lockTimeoutMs: 50, lockAttempts: 3 } });
      expect(results).toMatchObject([
        { outcome: 'failed', lockRetries: 2, error: { code: 'migrations.lock_timeout' } },
      ]);
      expect(results[0]?.error?.why).toContain('report job');
      expect(await project.query("SELECT to_regclass('u') AS u")).toEqual([{ u: null }]);
    }),
  );
  expect((await deploy(project)).results).toMatchObject([{ outcome: 'succeeded', lockRetries: 0 }]);
});

test('writers go on while a migration waits behind a long transaction', async () => {
  const lockTimeoutMs = 400;
  const project = await fixtureProject({ ...base, '20240102000000_b': { up: 'ALTER TABLE t ADD c int;' } });
  await deploy({ ...project, to: '20240101' });
  const state = { stop: false };
  const waits: number[] = [];
  const writer = (offset: number) =>
    withConnection(project.url, async (client) => {
      for (let n = 0; !state.stop; n += 1) {
        // By the server's clock, so that a busy test process is not taken for a blocked writer; as one
        // simple query, so that the clock starts before the statement is parsed, which takes the lock.
        const { rows } = await client.query<{ ms: string }>(
          `UPDATE t SET n = n + 1 WHERE id = ${((n * 7 + offset) % 50) + 1}
           RETURNING extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000 AS ms`,
        );
        waits.push(Number(rows[0]?.ms));
        await sleep(10);
      }
    });
  let retries = 0;
  const onEvent = (event: ApplyEvent): void => void (event.kind === 'lock-retry' && (retries += 1));
  const running = await withConnection(project.url, (client) =>
    withTransaction(client, async () => {
      await client.query('SELECT count(*) FROM t');
      const writers = [0, 17, 33].map(writer);
      const deploying = deploy({ ...project, options: { lockTimeoutMs, lockAttempts: 400, onEvent } });
      // All of this happens while the transaction is open: a migration that did not give way would stop the
      // writers for as long as it lasts.
      await expect.poll(() => retries).toBeGreaterThan(2);
      await expect.poll(() => waits.length).toBeGreaterThan(60);
      await expect.poll(() => waits.filter((ms) => ms > lockTimeoutMs / 2).length).toBeGreaterThan(2);
      return { deploying, writers };
    }),
  );
  expect((await running.deploying).results).toMatchObject([{ outcome: 'succeeded' }]);
  state.stop = true;
  await Promise.all(running.writers);
});

test.each([
  ['', 'SELECT pg_sleep(3600);'],
  [
    ', also one that a first request does not end',
    'DO $$ BEGIN PERFORM pg_sleep(3600); EXCEPTION WHEN query_canceled THEN PERFORM pg_sleep(3600); END $$;',
  ],
])('Ctrl-C cancels the statement%s, rolls back and keeps what was done before', async (_, endless) => {
  const project = await fixtureProject({
    ...base,
    '20240102000000_b': { up: `CREATE TABLE u ();\n${endless}` },
  });
  const controller = new AbortController();
  const { results } = await deploy({
    ...project,
    options: {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.kind === 'statement' && event.line === 2) setTimeout(() => controller.abort(), 50);
      },
    },
  });
  expect(results).toMatchObject([
    { outcome: 'succeeded' },
    { outcome: 'interrupted', error: { code: 'migrations.interrupted' } },
  ]);
  expect(await readStatus({ ...project, runs: true })).toMatchObject({
    state: 'pending',
    current: '20240101000000_a',
    entries: [{}, { state: 'pending', runs: [{ outcome: 'interrupted' }] }],
  });
});

test('timeouts of a file come before those of the environment', async () => {
  const project = await fixtureProject({
    '20240101000000_a': { up: '-- agora: statement-timeout 50ms\nSELECT pg_sleep(5);' },
  });
  expect((await deploy(project)).results[0]?.error?.message).toContain('statement timeout');
});

test('a setting of one migration does not reach the next', async () => {
  const project = await fixtureProject();
  await withTestRole(project.url, async ({ name }) => {
    await project.write({
      '20240101000000_a': {
        up: `SELECT pg_catalog.set_config('search_path', '', false); SET statement_timeout = 1234567; GRANT CREATE ON SCHEMA public TO ${name}; SET ROLE ${name}; CREATE TABLE public.a ();`,
      },
      '20240102000000_b': {
        up: "CREATE TABLE b AS SELECT current_setting('statement_timeout') AS s, current_user::text AS u;",
      },
    });
    const { results } = await deploy(project);
    expect(results.map((result) => result.outcome)).toEqual(['succeeded', 'succeeded']);
    expect(await project.query('SELECT * FROM b')).toEqual([{ s: '0', u: 'postgres' }]);
    expect(await project.query("SELECT tableowner AS o FROM pg_tables WHERE tablename = 'a'")).toEqual([
      { o: name },
    ]);
  });
});

test('a role that may not make the schema agora migrates without a journal, and says so', async () => {
  const project = await fixtureProject(base);
  await withTestRole(project.url, async ({ name, url }) => {
    await project.query(`GRANT CREATE ON SCHEMA public TO ${name}`);
    const report = await deploy({ ...project, url });
    expect(report.results).toMatchObject([{ outcome: 'succeeded' }]);
    expect(report.journal).toMatchObject({
      available: false,
      reason: expect.stringContaining('schema "agora"'),
    });
    expect(await readStatus({ ...project, url, runs: true })).toMatchObject({ state: 'up-to-date' });
  });
});

test.each([
  ['in a transaction', 'SELECT pg_advisory_unlock_all(); '],
  ['in one that a function hides', `DO $$ BEGIN EXECUTE 'SELECT pg_advisory_' || 'unlock_all()'; END $$; `],
  ['outside of one', 'DISCARD ALL; '],
])('a script that lets go of the lock %s lets no other run in', async (_where, unlock) => {
  const project = await fixtureProject({
    '20240101000000_a': { up: `${unlock}CREATE TABLE a (id int);` },
    '20240102000000_b': { up: `SELECT pg_advisory_xact_lock(${GATE}); CREATE TABLE b (id int);` },
  });
  const events: ApplyEvent[] = [];
  const options = { onEvent: (event: ApplyEvent): void => void events.push(event), lockTimeoutMs: 0 };
  const heard = (kind: ApplyEvent['kind']): number => events.filter((event) => event.kind === kind).length;
  await withConnection(project.url, async (client) => {
    await client.query(`SELECT pg_advisory_lock(${GATE})`);
    const first = deploy({ ...project, options });
    await expect.poll(() => heard('step')).toBe(2);
    const second = deploy({ ...project, options });
    await expect.poll(() => heard('waiting')).toBe(1);
    await client.query(`SELECT pg_advisory_unlock(${GATE})`);
    expect([(await first).results.length, (await second).results.length]).toEqual([2, 0]);
  });
  expect(await project.query('SELECT count(*)::int AS n FROM _prisma_migrations')).toEqual([{ n: 2 }]);
});
