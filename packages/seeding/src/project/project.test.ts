import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Client, withConnection } from '@agora/postgres';
import { useTestDatabase, withTestRole } from '@agora/testkit';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { defineSeeds, ref, type Seeds, seedSet } from '../define/index.ts';
import {
  projectSeedStatus,
  resetProject,
  seedProject,
  type SeedProjectOptions,
  type SeedReport,
  validateProject,
} from './index.ts';

const database = useTestDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'seeds of a shop '));
afterAll(() => rm(folder, { recursive: true, force: true }));

const SCHEMA = `
  DROP SCHEMA IF EXISTS agora CASCADE; DROP SCHEMA IF EXISTS billing CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public;
  CREATE SCHEMA billing;
  CREATE TYPE role AS ENUM ('admin', 'member');
  CREATE DOMAIN slug AS text CHECK (VALUE ~ '^[a-z-]+$');
  CREATE TABLE teams (id serial PRIMARY KEY, slug slug UNIQUE NOT NULL, parent_id int REFERENCES teams ON DELETE SET NULL);
  CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL DEFAULT 'nobody',
    role role NOT NULL DEFAULT 'member', team_id int REFERENCES teams, settings json, tags text[], born date,
    seen timestamptz, avatar bytea, balance numeric(20, 2), large bigint, upper_name text GENERATED ALWAYS AS (upper(name)) STORED
  );
  CREATE TABLE billing.invoices (
    user_id bigint NOT NULL REFERENCES public.users ON DELETE CASCADE, number int NOT NULL, lines jsonb NOT NULL, PRIMARY KEY (user_id, number)
  );
  CREATE TABLE notes (id serial PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE, text text);`;

const shop = (more: Partial<Seeds['sets']> = {}): Seeds => ({
  sets: { ...sets, ...more },
  profiles: { all: { sets: ['invoices'] }, teams: { sets: ['teams'] } },
});

const users = [
  {
    email: 'ada@x.org',
    name: 'Ada',
    role: 'admin',
    team_id: ref('teams', 'tools'),
    settings: { theme: 'dark', sizes: [1, 2] },
    tags: ['a b', 'c"d', null],
    born: '1990-02-03',
    seen: new Date('2026-01-02T03:04:05Z'),
    avatar: new Uint8Array([1, 255]),
    balance: '12.50',
    large: 9_007_199_254_740_993n,
  },
  { email: 'bob@x.org', name: 'Bob', settings: 'a text' },
];

const { sets } = defineSeeds({
  sets: {
    // The rows that are referred to come last.
    teams: seedSet({
      table: 'teams',
      key: ['slug'],
      rows: [
        { slug: 'hammers', parent_id: ref('teams', 'tools') },
        { slug: 'tools', parent_id: ref('teams', 'all') },
        { slug: 'all' },
      ],
    }),
    invoices: seedSet({
      table: 'billing.invoices',
      rows: ({ random }) =>
        [1, 2].map((number) => ({
          user_id: ref('users', 'ada@x.org'),
          number,
          lines: [{ cents: random('cents', number).int(1, 1000) }],
        })),
    }),
    users: seedSet({ table: 'users', key: ['email'], rows: users }),
  },
  profiles: {},
});

const options = (seeds: Seeds, more: Partial<SeedProjectOptions> = {}): SeedProjectOptions => ({
  url: database.url,
  seeds,
  file: path.join(folder, 'agora.seed.ts'),
  environment: 'development',
  models: [],
  schema: 'public',
  profile: 'all',
  ...more,
});

const seed = (seeds: Seeds, more: Partial<SeedProjectOptions> = {}): Promise<SeedReport> =>
  seedProject(options(seeds, more));

/** set -> what became of it */
const outcomes = ({ steps }: SeedReport): string[] =>
  steps.map(
    ({ set, action, outcome, written, removed }) => `${set} ${action} ${outcome} ${written} ${removed}`,
  );

const query = <Row extends object>(sql: string): Promise<readonly Row[]> =>
  withConnection(database.url, async (client: Client) => (await client.query<Row>(sql)).rows);

beforeEach(() => query(SCHEMA));

describe('seeds of a project', () => {
  test('are written in the order of what they need, with values of every type, once', async () => {
    const planned = await seed(shop(), { dryRun: true });
    expect(planned.steps.map(({ set, outcome }) => `${set} ${outcome}`)).toEqual([
      'teams planned',
      'users planned',
      'invoices planned',
    ]);
    expect(await query(`SELECT to_regnamespace('agora') IS NULL AS none`)).toEqual([{ none: true }]);
    expect(outcomes(await seed(shop()))).toEqual([
      'teams inserted done 3 0',
      'users inserted done 2 0',
      'invoices inserted done 2 0',
    ]);
    expect(
      await query(
        `SELECT u.name, role::text, t.slug, settings, tags, born::text, seen, avatar, balance, large, upper_name FROM users u
           LEFT JOIN teams t ON t.id = team_id ORDER BY email`,
      ),
    ).toEqual([
      {
        name: 'Ada',
        role: 'admin',
        slug: 'tools',
        settings: { theme: 'dark', sizes: [1, 2] },
        tags: ['a b', 'c"d', null],
        born: '1990-02-03',
        seen: new Date('2026-01-02T03:04:05Z'),
        avatar: Buffer.from([1, 255]),
        balance: '12.50',
        large: '9007199254740993',
        upper_name: 'ADA',
      },
      expect.objectContaining({ name: 'Bob', role: 'member', slug: null, settings: 'a text', tags: null }),
    ]);
    expect(
      await query(
        'SELECT c.slug, p.slug AS parent FROM teams c LEFT JOIN teams p ON p.id = c.parent_id ORDER BY 1',
      ),
    ).toEqual([
      { slug: 'all', parent: null },
      { slug: 'hammers', parent: 'tools' },
      { slug: 'tools', parent: 'all' },
    ]);
    const again = await seed(shop());
    expect(again.changed).toBe(false);
    expect(outcomes(again)).toEqual([
      'teams unchanged unchanged 0 0',
      'users unchanged unchanged 0 0',
      'invoices unchanged unchanged 0 0',
    ]);
  });

  test('write what has changed, leave the columns that they do not give, and take away what they no longer have', async () => {
    await seed(shop());
    await query(`UPDATE users SET name = 'Robert', tags = '{own}' WHERE email = 'bob@x.org'`);
    const changed = shop({
      users: seedSet({
        table: 'users',
        key: ['email'],
        rows: [
          users[0]!,
          { email: 'bob@x.org', name: 'Bobby' },
          { email: 'eve@x.org', team_id: ref('teams', 'all') },
        ],
      }),
      teams: seedSet({ table: 'teams', key: ['slug'], rows: [{ slug: 'tools' }, { slug: 'all' }] }),
    });
    const { sets: status } = await projectSeedStatus(options(changed));
    expect(status.map(({ set, state }) => `${set} ${state}`)).toEqual([
      'teams changed',
      'users changed',
      'invoices applied',
    ]);
    expect(outcomes(await seed(changed))).toEqual([
      'teams updated done 0 1',
      'users updated done 2 0',
      'invoices unchanged unchanged 0 0',
    ]);
    expect(await query(`SELECT name, tags FROM users WHERE email <> 'ada@x.org' ORDER BY email`)).toEqual([
      { name: 'Bobby', tags: ['own'] },
      { name: 'nobody', tags: null },
    ]);
    expect(await query('SELECT slug FROM teams ORDER BY 1')).toEqual([{ slug: 'all' }, { slug: 'tools' }]);
  });

  test('are taken back, and only they: what was there before stays, and what depends on them stops it', async () => {
    await query(`INSERT INTO users (email, name) VALUES ('bob@x.org', 'Own'), ('own@x.org', 'Own')`);
    await seed(shop());
    expect(await query(`SELECT name FROM users WHERE email = 'bob@x.org'`)).toEqual([{ name: 'Bob' }]);
    await query(`INSERT INTO notes (user_id, text) SELECT id, 'mine' FROM users WHERE email = 'ada@x.org'`);
    const refusal = { code: 'seed.own_rows', why: 'notes: {1}' };
    await expect(resetProject(options(shop()))).rejects.toMatchObject(refusal);
    const without = shop({
      users: seedSet({ table: 'users', key: ['email'], rows: [users[1]!] }),
      invoices: seedSet({ table: 'billing.invoices', rows: [{ user_id: 7, number: 1, lines: [] }] }),
    });
    expect((await seed(without)).error).toMatchObject(refusal);
    await query('DELETE FROM notes');
    const planned = await resetProject(options(shop(), { dryRun: true, only: ['users'] }));
    expect(planned.steps.map(({ set, rows, outcome }) => `${set} ${rows} ${outcome}`)).toEqual([
      'invoices 2 planned',
      'users 1 planned',
    ]);
    const removed = await resetProject(options(shop()));
    expect(removed.steps.map(({ set, rows }) => `${set} ${rows}`)).toEqual([
      'invoices 2',
      'users 1',
      'teams 3',
    ]);
    expect(await query('SELECT email FROM users ORDER BY 1')).toEqual([
      { email: 'bob@x.org' },
      { email: 'own@x.org' },
    ]);
    expect(await query('SELECT FROM agora.seed_versions')).toEqual([]);
  });

  test('are checked before anything is written, and all faults are told', async () => {
    const bad = shop({
      teams: seedSet({ table: 'taems', rows: [{ slug: 'x' }] }),
      users: seedSet({
        table: 'users',
        key: ['email'],
        rows: [
          { emial: 'x', email: 'a@x.org', role: 'admn', upper_name: 'X', settings: 1n },
          { email: 'a@x.org', tags: 5 },
        ],
      }),
    });
    await expect(seed(bad)).rejects.toMatchObject({
      code: 'seed.invalid',
      why: [
        'teams: there is no table "taems" in the database. Did you mean teams?',
        'users: public.users has no column "emial". Did you mean email?',
        'users: "upper_name" is computed by the database: no row gives it.',
        'users: row 1: "role" has no value "admn", but admin, member. Did you mean admin?.',
        'users: row 1: "settings" cannot be written as JSON.',
        'users: row 2: "tags" wants an array of text.',
      ].join('\n'),
    });
    const worse = shop({
      users: seedSet({
        table: 'users',
        key: ['email'],
        rows: [{ email: 'a@x.org' }, { email: 'a@x.org', team_id: ref('teams', 'toosl') }],
      }),
      invoices: seedSet({
        table: 'billing.invoices',
        key: ['number'],
        rows: [{ number: 1, user_id: ref('user', 'a') }],
      }),
    });
    await expect(seed(worse)).rejects.toMatchObject({
      why: 'invoices: key: number of billing.invoices has no unique constraint that an upsert can go by. Its keys: (user_id, number)',
    });
    const { invoices: _, ...rest } = worse.sets;
    const worst = {
      ...worse,
      sets: {
        ...rest,
        invoices: seedSet({ table: 'billing.invoices', rows: [{ number: 1, user_id: ref('user', 'a') }] }),
      },
    };
    await expect(seed(worst)).rejects.toMatchObject({
      why: expect.stringMatching(
        /no set "user" among those to seed. Did you mean users\?\nusers: rows 1 and 2 have one key[^]*refers to a row of "teams" that there is not: \["toosl"\][^]*no value for "lines"/,
      ) as unknown,
    });
    await expect(seed(shop(), { only: ['user'] })).rejects.toMatchObject({
      code: 'seed.unknown_entity',
      why: 'Did you mean users?',
    });
  });

  test('are whole or not at all: the set that the server refuses is named, and the others are undone', async () => {
    await query('ALTER TABLE billing.invoices ADD CHECK (number < 2)');
    const report = await seed(shop());
    expect(report.steps.map(({ set, outcome }) => `${set} ${outcome}`)).toEqual([
      'teams undone',
      'users undone',
      'invoices failed',
    ]);
    expect(report.error).toMatchObject({
      code: 'seed.refused',
      message: expect.stringContaining('The set "invoices" was not written') as unknown,
    });
    expect(await query('SELECT FROM users')).toEqual([]);
    await query('ALTER TABLE billing.invoices DROP CONSTRAINT invoices_number_check');
    await query(`CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER swallow BEFORE INSERT ON billing.invoices FOR EACH ROW EXECUTE FUNCTION swallow()`);
    expect((await seed(shop())).error).toMatchObject({ code: 'seed.verification_failed' });
  });

  test('stop when asked to, keep nothing, and wait for another run', async () => {
    const stop = new AbortController();
    await expect(seed(shop(), { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject(
      { code: 'seed.interrupted' },
    );
    expect(await query('SELECT FROM teams')).toEqual([]);
    const both = await Promise.all([seed(shop()), seed(shop())]);
    expect(both.filter(({ changed }) => changed)).toHaveLength(1);
  });

  test('move sequences on, and know a database that was emptied', async () => {
    const numbered = shop({
      teams: seedSet({ table: 'teams', key: ['slug'], rows: [{ id: 5, slug: 'tools' }] }),
    });
    await seed(numbered, { profile: 'teams' });
    expect(await query(`INSERT INTO teams (slug) VALUES ('next') RETURNING id`)).toEqual([{ id: 6 }]);
    await query('TRUNCATE teams CASCADE');
    expect(outcomes(await seed(numbered, { profile: 'teams' }))).toEqual(['teams inserted done 1 0']);
  });

  test('come from files, and ids and times as Prisma’s client would make them', async () => {
    await query(
      'DROP TABLE notes; CREATE TABLE notes (id text PRIMARY KEY, title text UNIQUE NOT NULL, extra jsonb, "when" timestamptz NOT NULL)',
    );
    await writeFile(
      path.join(folder, 'notes.csv'),
      '\uFEFFtitle,extra\r\n"one, two","{""a"":1}"\r\nthree,\r\n',
    );
    const model = {
      name: 'Note',
      table: 'notes',
      fields: [
        { name: 'id', column: 'id', made: 'cuid' as const },
        { name: 'title', column: 'title' },
        { name: 'extra', column: 'extra' },
        { name: 'updatedAt', column: 'when', touched: true },
      ],
    };
    const seeds: Seeds = {
      sets: { notes: { model: 'Note', file: 'notes.csv' } },
      profiles: { all: { sets: ['notes'] } },
    };
    await seed(seeds, { models: [model] });
    const first = await query<{ id: string; when: Date }>('SELECT * FROM notes ORDER BY title');
    expect(first).toEqual([
      {
        id: expect.stringMatching(/^c[0-9a-z]{24}$/) as unknown,
        title: 'one, two',
        extra: { a: 1 },
        when: expect.any(Date) as unknown,
      },
      expect.objectContaining({ title: 'three', extra: null }),
    ]);
    expect((await seed(seeds, { models: [model] })).changed).toBe(false);
    await writeFile(path.join(folder, 'notes.csv'), 'title,extra\none\\, two,1\n');
    await writeFile(path.join(folder, 'notes.csv'), 'title,extra\n"one, two",2\nthree,\n');
    expect(outcomes(await seed(seeds, { models: [model] }))).toEqual(['notes updated done 1 0']);
    const [one, three] = await query<{ id: string; when: Date }>(
      'SELECT id, "when" FROM notes ORDER BY title',
    );
    expect(one!.id).toBe(first[0]!.id);
    expect(one!.when.getTime()).toBeGreaterThan(first[0]!.when.getTime());
    expect(three).toEqual({ id: first[1]!.id, when: first[1]!.when });
  });

  test('keep their checks, by SQL and by function', async () => {
    await seed(shop());
    const seeds: Seeds = {
      ...shop(),
      checks: {
        'has-team': {
          summary: 'Everybody has a team.',
          sql: `SELECT email AS row, 'no team' AS detail FROM users WHERE team_id IS NULL;`,
        },
        'few-users': {
          summary: 'There are few.',
          find: async ({ query: read }) =>
            (await read<{ n: number }>('SELECT count(*)::int AS n FROM users')).map(({ n }) => ({
              row: `${n} users`,
            })),
        },
        'no-nobody': {
          summary: 'All have a name.',
          sql: `SELECT id, email FROM users WHERE name = 'nobody'`,
        },
      },
    };
    const { holds, checks } = await validateProject({ url: database.url, seeds });
    expect(holds).toBe(false);
    expect(checks.map(({ name, offending, rows }) => [name, offending, rows])).toEqual([
      ['has-team', 1, [{ row: 'bob@x.org', detail: 'no team' }]],
      ['few-users', 1, [{ row: '2 users' }]],
      ['no-nobody', 0, []],
    ]);
    await expect(validateProject({ url: database.url, seeds, only: ['has-taem'] })).rejects.toMatchObject({
      code: 'seed.unknown_check',
      why: 'Did you mean has-team?',
    });
    const gone = { ...seeds, checks: { gone: { summary: 'x', sql: 'SELECT * FROM gone' } } };
    await expect(validateProject({ url: database.url, seeds: gone })).rejects.toMatchObject({
      code: 'seed.not_migrated',
    });
  });

  test('need no more than the rights that they are given, and say which they lack', () =>
    withTestRole(database.url, async (login) => {
      const asLogin = (): Promise<SeedReport> => seed(shop(), { url: login.url });
      expect((await asLogin()).error).toMatchObject({ code: 'seed.no_rights' });
      await query(`GRANT CREATE ON DATABASE "${new URL(database.url).pathname.slice(1)}" TO "${login.name}";
        GRANT USAGE ON SCHEMA public, billing TO "${login.name}";
        GRANT ALL ON ALL TABLES IN SCHEMA public, billing TO "${login.name}";
        GRANT ALL ON ALL SEQUENCES IN SCHEMA public, billing TO "${login.name}"`);
      expect((await asLogin()).error).toBeUndefined();
    }));
});
