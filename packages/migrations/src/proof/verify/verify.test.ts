import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { renderError, TEMPORARY_PREFIX, withConnection } from '@agora/postgres';
import { testServerUrl, withTestRole } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import { changedSince } from '../../project/changed-since.ts';
import { withScratch } from '../scratch/scratch.ts';
import type { MigrationReport } from './findings.ts';
import { walkHistory, type WalkOptions } from './verify.ts';

const migration = (name: string, up: string, down?: string): Migration => ({
  name,
  directory: `/x/${name}`,
  up: makeScript(`/x/${name}/migration.sql`, up),
  ...(down === undefined ? {} : { down: makeScript(`/x/${name}/down.sql`, down) }),
});

const USERS = migration(
  '1_users',
  'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, age int)',
  'DROP TABLE users',
);

async function prove(
  migrations: readonly Migration[],
  options: Partial<WalkOptions> = {},
): Promise<readonly MigrationReport[]> {
  return walkHistory(migrations, { adminUrl: await testServerUrl(), ...options });
}

async function last(...more: readonly Migration[]): Promise<MigrationReport | undefined> {
  return (await prove([USERS, ...more])).at(-1);
}

describe('verify', () => {
  it('passes what comes back whole', async () => {
    const report = await last(
      migration('2', 'ALTER TABLE users ADD email text', 'ALTER TABLE users DROP email'),
    );
    expect(report).toMatchObject({ outcome: 'proven', lost: [], differences: [] });
  });

  it('finds what a way back forgets', async () => {
    const report = await last(
      migration(
        '2',
        'ALTER TABLE users ADD email text; CREATE INDEX by_name ON users (name)',
        'ALTER TABLE users DROP email',
      ),
    );
    expect(report?.outcome).toBe('failed');
    expect(report?.differences).toEqual(['unexpected: index public.users.by_name']);
  });

  it('says nothing of rows that a policy hides from the role that proves', async () => {
    const server = await testServerUrl();
    await withTestRole(
      server,
      async (role) => {
        const secret = migration(
          '1_secret',
          `CREATE TABLE secret (id int PRIMARY KEY, word text);
           ALTER TABLE secret ENABLE ROW LEVEL SECURITY; ALTER TABLE secret FORCE ROW LEVEL SECURITY;
           CREATE POLICY blind ON secret USING (false) WITH CHECK (true)`,
          'DROP TABLE secret',
        );
        const lossy = migration('2_word', 'ALTER TABLE secret DROP word', 'ALTER TABLE secret ADD word text');
        await expect(prove([secret, lossy], { adminUrl: role.url })).rejects.toMatchObject({
          code: 'migrations.rows_hidden',
          why: expect.stringContaining('row-level security'),
        });
        const [, seen] = await prove([secret, lossy]);
        expect(seen?.lost).toEqual(['public.secret.word']);
      },
      'LOGIN CREATEDB',
    );
  });

  it('finds the data that a rename by drop and add loses, though the catalog is equal', async () => {
    const report = await last(
      migration(
        '2',
        'ALTER TABLE users RENAME age TO years',
        'ALTER TABLE users DROP years; ALTER TABLE users ADD age int',
      ),
    );
    expect(report).toMatchObject({ outcome: 'proven with data loss', lost: ['public.users.age'] });
  });

  it('finds a way back that fails only on rows', async () => {
    const report = await last(
      migration('2', 'ALTER TABLE users DROP name', 'ALTER TABLE users ADD name text NOT NULL'),
    );
    expect(report?.outcome).toBe('failed');
    expect(report?.reason).toMatch(/^down: .*contains null values/s);
  });

  it('finds a migration that cannot be applied again after its way back', async () => {
    const report = await last(
      migration(
        '2',
        "CREATE TABLE kinds (k text PRIMARY KEY); INSERT INTO kinds VALUES ('a')",
        'DROP TABLE kinds',
      ),
      migration('3', "INSERT INTO kinds VALUES ('b')", ''),
    );
    expect(report?.outcome).toBe('failed');
    expect(report?.reason).toMatch(/^up again: .*duplicate key/s);
  });

  it('tells missing and irreversible ones from failures, and goes on after each', async () => {
    const reports = await prove([
      USERS,
      migration('2', 'CREATE TABLE a (id int)'),
      migration('3', 'DROP TABLE a', '-- agora: irreversible because the rows are gone\n'),
      migration('4', 'CREATE TABLE b (id int)', 'DROP TABLE nothing'),
      migration('5', 'CREATE TABLE c (id int)', 'DROP TABLE c'),
    ]);
    expect(reports.map((report) => report.outcome)).toEqual([
      'proven',
      'no down.sql',
      'irreversible',
      'failed',
      'proven',
    ]);
    expect(reports[2]?.reason).toBe('the rows are gone');
  });

  it('empties the tables that a way forward refuses to take rows from, and says so', async () => {
    const report = await last(
      migration('2', 'ALTER TABLE users ADD email text NOT NULL', 'ALTER TABLE users DROP email'),
    );
    expect(report?.outcome).toBe('proven');
    expect(report?.notes.join()).toMatch(/\busers was emptied: on rows the way forward fails/);
  });

  it('proves what runs statement by statement, and what sets the session', async () => {
    const report = await last(
      migration(
        '2',
        "-- agora: no-transaction\nSELECT set_config('search_path', '', false);\nCREATE INDEX CONCURRENTLY by_age ON public.users (age);",
        '-- agora: no-transaction\nDROP INDEX CONCURRENTLY by_age;',
      ),
    );
    expect(report).toMatchObject({ outcome: 'proven' });
  });

  it('names the migration that does not run from nothing', async () => {
    await expect(prove([USERS, migration('2', 'ALTER TABLE nothing ADD x int')])).rejects.toMatchObject({
      code: 'migrations.replay_failed',
      message: expect.stringContaining('2 fails on an empty database'),
    });
  });

  it('stops a query that would run for ever, or fill the disk', { timeout: 180_000 }, async () => {
    const forever = migration(
      '2',
      'CREATE TABLE big AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r',
      '',
    );
    // On a busy machine it may be one of the proof's own statements that takes too long, and tells in other words.
    const timedOut = prove([USERS, forever], { limits: { statementTimeoutMs: 1000 } });
    await expect(timedOut.catch(renderError)).resolves.toContain('statement timeout');
    await expect(
      prove([USERS, forever], { limits: { databaseMb: 30, statementTimeoutMs: 120_000 } }),
    ).rejects.toMatchObject({
      code: 'migrations.scratch_too_large',
    });
    const sorting = migration(
      '2',
      'CREATE TABLE x AS SELECT n FROM generate_series(1, 300000) n ORDER BY md5(n::text)',
      '',
    );
    await expect(prove([USERS, sorting], { limits: { temporaryFilesMb: 1 } })).rejects.toMatchObject({
      why: expect.stringContaining('temp_file_limit'),
    });
  });

  it('leaves no database behind, however it ends', async () => {
    const adminUrl = await testServerUrl();
    const names: string[] = [];
    const failing = withScratch({ adminUrl }, [], async (make) => {
      const one = await make('one');
      const two = await one.copy('two');
      names.push(one.name, two.name);
      throw new Error('in the middle');
    });
    await expect(failing).rejects.toThrow('in the middle');
    const { rows } = await withConnection(adminUrl, (client) =>
      client.query('SELECT datname FROM pg_database WHERE datname = ANY ($1)', [names]),
    );
    expect(names.every((name) => name.startsWith(TEMPORARY_PREFIX))).toBe(true);
    expect(rows).toEqual([]);
  });

  it('leaves none behind either that was being made when the work had failed', async () => {
    const adminUrl = await testServerUrl();
    const label = `late${randomBytes(6).toString('hex')}`;
    let late: Promise<string> | undefined;
    const failing = withScratch({ adminUrl }, [], async (make) => {
      const one = await make(label);
      late = Promise.allSettled([make(label), make(label)])
        .then(() => one.copy(label))
        .then(() => 'made', renderError);
      throw new Error('meanwhile');
    });
    await expect(failing).rejects.toThrow('meanwhile');
    await expect(late).resolves.toContain('migrations.interrupted');
    const { rows } = await withConnection(adminUrl, (client) =>
      client.query('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [
        `${TEMPORARY_PREFIX}${label}`,
      ]),
    );
    expect(rows).toEqual([]);
  });

  it('works in another schema than public', async () => {
    const reports = await prove([USERS], { schema: 'tenant one' });
    expect(reports[0]).toMatchObject({ outcome: 'proven' });
  });

  it('says not found where no plan works, with the reason', async () => {
    const [report] = await prove(
      [
        migration(
          '1',
          'CREATE OPERATOR CLASS my_ops FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int)',
        ),
        migration('2', 'DROP OPERATOR FAMILY my_ops USING btree'),
      ],
      { select: (one) => one.name === '2', generate: () => true },
    );
    expect(report?.outcome).toBe('not found');
    expect(report?.generated?.directives).toEqual([
      expect.objectContaining({
        kind: 'not-found',
        reason: expect.stringContaining('operator class public.my_ops'),
      }),
    ]);
  });
});

describe('--since', () => {
  it('names the migrations that a branch changed, those not committed included', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'agora since '));
    const git = (...args: string[]): string =>
      execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        encoding: 'utf8',
      });
    const add = async (name: string): Promise<void> => {
      await mkdir(path.join(root, 'migrations', name), { recursive: true });
      await writeFile(path.join(root, 'migrations', name, 'migration.sql'), name);
    };
    try {
      git('init', '-q', '-b', 'main');
      await add('1_a');
      git('add', '.');
      git('commit', '-qm', 'a');
      git('checkout', '-qb', 'feature');
      await add('2_b');
      git('add', '.');
      git('commit', '-qm', 'b');
      await add('3 c');
      expect([...(await changedSince(path.join(root, 'migrations'), 'main'))]).toEqual(['2_b', '3 c']);
      await expect(changedSince(path.join(root, 'migrations'), 'nowhere')).rejects.toMatchObject({
        code: 'migrations.bad_ref',
      });
      await expect(changedSince(path.join(root, 'migrations'), '--output=x')).rejects.toMatchObject({
        code: 'migrations.bad_ref',
      });
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
