import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { afterAll, beforeEach } from 'vitest';
import { defineSeeds, ref, type Seeds, seedSet } from '../define/index.ts';
import { seedProject, type SeedProjectOptions, type SeedReport } from './index.ts';

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

/** The seeds of a shop, some of its sets replaced. */
export const shop = (more: Partial<Seeds['sets']> = {}): Seeds => ({
  sets: { ...sets, ...more },
  profiles: { all: { sets: ['invoices'] }, teams: { sets: ['teams'] } },
});

export const users = [
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

/** set -> what became of it */
export const outcomes = ({ steps }: SeedReport): string[] =>
  steps.map(
    ({ set, action, outcome, written, removed }) => `${set} ${action} ${outcome} ${written} ${removed}`,
  );

/** The database of a shop, empty before each test, and a folder for files of rows. */
interface ShopDatabase {
  readonly url: () => string;
  readonly folder: string;
  readonly options: (seeds: Seeds, more?: Partial<SeedProjectOptions>) => SeedProjectOptions;
  readonly seed: (seeds: Seeds, more?: Partial<SeedProjectOptions>) => Promise<SeedReport>;
  readonly query: <Row extends object>(sql: string) => Promise<readonly Row[]>;
}

export async function useShop(): Promise<ShopDatabase> {
  const database = useTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'seeds of a shop '));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const options: ShopDatabase['options'] = (seeds, more = {}) => ({
    url: database.url,
    seeds,
    file: path.join(folder, 'agora.seed.ts'),
    environment: 'development',
    models: [],
    schema: 'public',
    profile: 'all',
    ...more,
  });
  const query: ShopDatabase['query'] = <Row extends object>(sql: string) =>
    withConnection(database.url, async (client) => (await client.query<Row>(sql)).rows);
  beforeEach(() => query(SCHEMA));
  return {
    url: () => database.url,
    folder,
    options,
    query,
    seed: (seeds, more) => seedProject(options(seeds, more)),
  };
}
