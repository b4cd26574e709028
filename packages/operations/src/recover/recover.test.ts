import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createBackup, folderStore, listBackups, verifyBackup } from '@agora/backup';
import { deploy } from '@agora/migrations';
import { parseDatabaseUrl, withConnection, withDatabase } from '@agora/postgres';
import { createTestDatabase, type TestDatabase, withTestRole } from '@agora/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { cancelRecovery, dropKept, readRecovery, recover, type RecoverInput } from './index.ts';
import { holderOf } from './journal/journal.ts';

let root = '';
let database: TestDatabase;
let name = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'agora recover '));
  database = await createTestDatabase();
  name = parseDatabaseUrl(database.url).database;
});

afterEach(async () => {
  const { kept } = await readRecovery(database.url);
  for (const one of kept) await dropKept(database.url, one.database);
  await database.drop();
  await rm(root, { recursive: true });
});

const run = (sql: string, url = database.url): Promise<Record<string, unknown>[]> =>
  withConnection(url, async (client) => {
    const results = await client.query<Record<string, unknown>>(sql);
    return [results].flat().at(-1)?.rows ?? [];
  });

function inputOf(more: Partial<RecoverInput> = {}): RecoverInput {
  return {
    url: database.url,
    store: folderStore(path.join(root, 'backups')),
    cwd: root,
    env: { PATH: process.env['PATH'] },
    drift: { directory: path.join(root, 'migrations') },
    checks: path.join(root, 'checks'),
    toolVersion: '1',
    ...more,
  };
}

/** A backup, verified on the same server. */
async function backUp({ verified = true } = {}): Promise<string> {
  const { store } = inputOf();
  const { backup } = await createBackup({ url: database.url, store, toolVersion: '1' });
  if (verified) await verifyBackup({ backup, server: database.url });
  return backup.name;
}

const SHOP = `CREATE SCHEMA "Shop"; CREATE TABLE "Shop"."Items" (region uuid, id int, name text, price numeric,
    total numeric GENERATED ALWAYS AS (price * 2) STORED, PRIMARY KEY (region, id) INCLUDE (name));
  ALTER TABLE "Shop"."Items" ENABLE ROW LEVEL SECURITY; ALTER TABLE "Shop"."Items" FORCE ROW LEVEL SECURITY;
  INSERT INTO "Shop"."Items" SELECT '00000000-0000-4000-8000-000000000001', n, NULLIF('item ' || n, 'item 3'), n FROM generate_series(1, 50) n;
  CREATE TABLE log (line text); INSERT INTO log VALUES ('same'), ('same'), (NULL);
  CREATE TABLE purged (line text PRIMARY KEY);`;

const PURGES = {
  list: 'SELECT line FROM public.purged',
  apply: `WITH listed AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS p (line text)),
    gone AS (DELETE FROM public.log USING listed WHERE log.line = listed.line)
    INSERT INTO public.purged SELECT * FROM listed ON CONFLICT DO NOTHING`,
};

test('a lost database is back, what was written after the backup is named, and the old one is kept', async () => {
  const directory = path.join(root, 'migrations');
  const migration = async (folder: string, sql: string): Promise<void> => {
    await mkdir(path.join(directory, folder), { recursive: true });
    await writeFile(path.join(directory, folder, 'migration.sql'), sql);
  };
  await migration('1_shop', SHOP);
  await deploy({ url: database.url, directory });
  await run(`COMMENT ON DATABASE "${name}" IS 'the shop''s'; ALTER DATABASE "${name}" SET work_mem TO '5MB'`);
  const backup = await backUp();
  await run(`ALTER DATABASE "${name}" SET work_mem TO '6MB'; ALTER DATABASE "${name}" SET search_path TO "Shop", public;
    ALTER DATABASE "${name}" CONNECTION LIMIT 77; REVOKE TEMPORARY ON DATABASE "${name}" FROM PUBLIC`);
  await run(`DELETE FROM "Shop"."Items" WHERE id > 40; UPDATE "Shop"."Items" SET price = 0, name = 'seven' WHERE id = 7;
    INSERT INTO "Shop"."Items" VALUES ('00000000-0000-4000-8000-000000000002', 1, NULL, NULL);
    INSERT INTO log VALUES ('same'); INSERT INTO purged VALUES ('same')`);
  await migration('2_later', 'CREATE TABLE later (id int); INSERT INTO later VALUES (1)');
  await deploy({ url: database.url, directory });
  const before = Date.now();
  const report = await recover(
    inputOf({ maintenance: { begin: ['touch', 'begun'], end: ['rm', 'begun'] }, deploy: {}, purges: PURGES }),
  );
  expect(report.steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(report).toMatchObject({
    outcome: 'recovered',
    plan: { backup, why: 'the newest that was verified' },
  });
  expect(report.servingMs).toBeLessThanOrEqual(Date.now() - before);
  const tables = new Map(report.written?.map(({ table, ...writes }) => [table, writes]));
  expect([...tables.keys()]).toEqual([
    '"Shop"."Items"',
    '"agora"."migration_runs"',
    '"public"."_prisma_migrations"',
    '"public"."later"',
    '"public"."log"',
    '"public"."purged"',
  ]);
  const key = '(00000000-0000-4000-8000-000000000002,1)';
  expect(tables.get('"Shop"."Items"')).toEqual({
    added: 1,
    changed: 1,
    removed: 10,
    examples: expect.arrayContaining([key]),
  });
  expect(tables.get('"public"."log"')).toEqual({ added: 1, changed: 0, removed: 0, examples: ['(same)'] });
  expect(await run('SELECT l.line AS left, p.line AS purged FROM log l, purged p')).toEqual([
    { left: null, purged: 'same' },
  ]);
  expect(tables.get('"public"."later"')).toMatchObject({
    added: 1,
    fault: 'the table is newer than the backup',
  });
  expect(await run('SELECT count(*)::int AS count, sum(total)::int AS sum FROM "Shop"."Items"')).toEqual([
    { count: 50, sum: 2550 },
  ]);
  expect(
    await run(`SELECT current_setting('work_mem') AS memory, current_setting('search_path') AS path, d.datconnlimit AS limit,
      shobj_description(d.oid, 'pg_database') AS comment, has_database_privilege('public', d.oid, 'TEMPORARY') AS temporary,
      has_database_privilege('public', d.oid, 'CONNECT') AS connect FROM pg_database d WHERE datname = current_database()`),
  ).toEqual([
    {
      memory: '6MB',
      path: '"Shop", public',
      limit: 77,
      comment: "the shop's",
      temporary: false,
      connect: true,
    },
  ]);
  expect(await run('SELECT * FROM later')).toEqual([{ id: 1 }]);
  const { kept, journal } = await readRecovery(database.url);
  expect(journal).toBeUndefined();
  expect(kept).toMatchObject([{ database: report.plan.old, was: { comment: "the shop's" } }]);
  expect(
    await run(
      'SELECT count(*)::int AS count FROM "Shop"."Items"',
      withDatabase(database.url, kept[0]!.database),
    ),
  ).toEqual([{ count: 41 }]);
  const backups = await listBackups(inputOf().store);
  expect(backups.map(({ head }) => [head?.database, head?.formerly])).toEqual([
    [name, undefined],
    [report.plan.old, name],
  ]);
  await expect(dropKept(database.url, name)).rejects.toMatchObject({ code: 'operations.no_recovery' });
});

test('what writers were told is written is in the kept database or in the restored one', async () => {
  await run('CREATE TABLE said (id int PRIMARY KEY)');
  await backUp();
  const told: number[] = [];
  let next = 0;
  const over = new AbortController();
  const writer = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await withConnection({ url: database.url, connectTimeoutMs: 5000 }, async (client) => {
        for (; !over.signal.aborted; await sleep(5)) {
          next += 1;
          const id = next;
          await client.query('INSERT INTO said VALUES ($1)', [id]);
          told.push(id);
        }
      }).catch(() => sleep(5));
    }
  };
  const writers = [writer(), writer(), writer()];
  await sleep(200);
  const report = await recover(inputOf());
  await sleep(200);
  over.abort();
  await Promise.all(writers);
  expect(report.outcome).toBe('recovered');
  const ids = async (url: string): Promise<number[]> =>
    (await run('SELECT id FROM said ORDER BY 1', url)).map(({ id }) => Number(id));
  const [old, now] = [await ids(withDatabase(database.url, report.plan.old!)), await ids(database.url)];
  expect(report.written).toMatchObject([{ table: '"public"."said"', added: old.length }]);
  expect(now.length).toBeGreaterThan(0);
  const there = new Set([...old, ...now]);
  expect(told.filter((id) => !there.has(id))).toEqual([]);
});

test('a database that is gone comes back from its backup alone', async () => {
  await run(`${SHOP} COMMENT ON DATABASE "${name}" IS 'its own'`);
  await backUp({ verified: false });
  await run(`DROP DATABASE "${name}" WITH (FORCE)`, withDatabase(database.url, 'postgres'));
  const planned = await recover(inputOf(), { dryRun: true });
  expect(planned).toMatchObject({
    outcome: 'planned',
    plan: { old: null, why: 'the newest; none was ever verified', findings: [] },
  });
  const report = await recover(inputOf({ purges: PURGES }));
  expect(report.steps.find(({ name: step }) => step === 'purges')).toMatchObject({
    outcome: 'found',
    findings: [{ code: 'operations.recovery_incomplete', why: 'It is gone.' }],
  });
  expect(report).toMatchObject({ outcome: 'recovered', plan: { old: null } });
  expect(await run('SELECT count(*)::int AS count FROM log')).toEqual([{ count: 3 }]);
  expect(await readRecovery(database.url)).toMatchObject({ journal: undefined, kept: [] });
});

test('a recovery that cannot go on leaves all as it is, and is given up without a trace', async () => {
  await run(`${SHOP} COMMENT ON DATABASE "${name}" IS 'as before'`);
  await backUp();
  const failing = inputOf({ maintenance: { begin: ['true'], end: ['false'] } });
  await run('ALTER TABLE log ADD COLUMN more int');
  // A backup of what is there fails on it.
  await run(`CREATE CAST (text AS int) WITH INOUT`);
  // Somebody has made the database that closes the place, and could enter it.
  await run(`CREATE DATABASE "${holderOf(name)}"`, withDatabase(database.url, 'postgres'));
  const refused = await recover(failing);
  expect(refused).toMatchObject({ outcome: 'failed' });
  expect(refused.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
    name: 'backup of what is there',
    findings: [{ code: 'operations.recovery_not_backed_up' }],
  });
  await expect(run('SELECT')).rejects.toMatchObject({
    message: expect.stringContaining('not currently accepting'),
  });
  await cancelRecovery(database.url);
  expect(
    await run(
      `SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = current_database()`,
    ),
  ).toEqual([{ comment: 'as before' }]);
  await expect(cancelRecovery(database.url)).rejects.toMatchObject({ code: 'operations.no_recovery' });
  const late = await recover({ ...failing, ask: () => Promise.resolve(true) });
  expect(late.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({ name: 'maintenance ends' });
  expect(late.written).toMatchObject([
    { table: '"public"."log"', added: 0, fault: 'a column differs, and the others were compared' },
  ]);
  await expect(cancelRecovery(database.url)).rejects.toMatchObject({ code: 'operations.recovery_swapped' });
  // The backup has done what it was for.
  await rm(path.join(root, 'backups'), { recursive: true });
  const ended = await recover(inputOf());
  expect(ended.steps.map(({ outcome }) => outcome)).toEqual([
    ...Array.from({ length: 12 }, () => 'before'),
    'skipped',
  ]);
  expect(await readRecovery(database.url)).toMatchObject({ journal: undefined, kept: [{ of: name }] });
});

test('what a role lacks is said before anything is touched, and of two at once one is refused', async () => {
  await run('CREATE TABLE t (id int)');
  await backUp();
  const databases = (): Promise<unknown> =>
    run(`SELECT datname FROM pg_database WHERE datname ~ '${name}|recovery' ORDER BY 1`);
  const before = await databases();
  await withTestRole(database.url, async ({ url, name: role }) => {
    const report = await recover(inputOf({ url }));
    expect(report.outcome).toBe('refused');
    expect(report.plan.findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`${role} may not make databases`),
        expect.stringContaining(`${role} does not own ${name}`),
        expect.stringContaining('may give nothing to'),
      ]),
    );
  });
  expect(await databases()).toEqual(before);
  const both = await Promise.allSettled([recover(inputOf()), recover(inputOf())]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'operations.recovery_running' },
  });
});

test('a role that is no superuser recovers what it owns, with settings of roles in it', async () => {
  await withTestRole(
    database.url,
    async ({ url: other, name: role }) => {
      const own = `${name}_own`;
      await run(`CREATE DATABASE "${own}" OWNER ${role}`, withDatabase(database.url, 'postgres'));
      const url = withDatabase(other, own);
      await run(`CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)`, url);
      const { store } = inputOf();
      await createBackup({ url, store, toolVersion: '1' });
      await run(
        `ALTER ROLE ${role} IN DATABASE "${own}" SET work_mem TO '7MB'; REVOKE CONNECT ON DATABASE "${own}" FROM PUBLIC;
        DROP TABLE t`,
        url,
      );
      const report = await recover(inputOf({ url, store }));
      expect(report.plan.findings).toEqual([]);
      expect(
        report.steps.filter(({ outcome, name: step }) => outcome === 'failed' || step === 'settings'),
      ).toEqual([expect.objectContaining({ name: 'settings', outcome: 'passed', findings: [] })]);
      expect(report.written).toMatchObject([
        { table: '"public"."t"', removed: 1, fault: 'the old database has no such table' },
      ]);
      expect(
        await run(
          `SELECT id, current_setting('work_mem') AS memory, has_database_privilege('public', current_database(), 'CONNECT') AS all FROM t`,
          url,
        ),
      ).toEqual([{ id: 1, memory: '7MB', all: false }]);
      // A DROP that was cut off leaves a database that nobody can enter, and of which only the name can be changed.
      await run(
        `UPDATE pg_database SET datconnlimit = -2 WHERE datname = '${own}'`,
        withDatabase(database.url, 'postgres'),
      );
      const again = await recover(inputOf({ url, store, withoutBackup: true }));
      expect(again).toMatchObject({ outcome: 'recovered' });
      expect(again.steps.find(({ name: step }) => step === 'written since')).toMatchObject({
        outcome: 'skipped',
      });
      expect(await run('SELECT * FROM t', url)).toEqual([{ id: 1 }]);
    },
    'LOGIN CREATEDB',
  );
});

/** Changes where a backup says that it was made. */
async function asOfAnotherServer(file: string): Promise<void> {
  const { checksum: _, ...body }: Record<string, unknown> = JSON.parse(
    (await readFile(file, 'utf8')).replace(/("systemIdentifier": *)"\d+"/, '$1"7"'),
  );
  const checksum = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  await writeFile(file, JSON.stringify({ ...body, checksum }));
}

test('that a backup is of another server is said, and where the old database and its tables lie', async () => {
  const place = `agora_tmp_place_${process.pid}`;
  const server = withDatabase(database.url, 'postgres');
  await withConnection(server, async (client) => {
    await client.query('SET allow_in_place_tablespaces = on');
    await client.query(`CREATE TABLESPACE ${place} LOCATION ''`);
  });
  try {
    await run(`CREATE TABLE kept (id int) TABLESPACE ${place}`);
    await asOfAnotherServer(path.join(root, 'backups', await backUp({ verified: false }), 'manifest.json'));
    await run('DROP TABLE kept');
    await run(`ALTER DATABASE "${name}" SET TABLESPACE ${place}`, server);
    const { plan } = await recover(inputOf(), { dryRun: true });
    expect(plan.notes.join('\n')).toMatch(
      new RegExp(`${name} lies in the tablespace ${place}[^]*tables or indexes .* ${place}; all is`, 'i'),
    );
    expect(plan.notes.join('\n')).toMatch(
      /made on another server than this one \(system identifier 7, and not \d+\)/,
    );
  } finally {
    await run(`ALTER DATABASE "${name}" SET TABLESPACE pg_default`, server);
    await run(`DROP TABLESPACE ${place}`, server);
  }
});
