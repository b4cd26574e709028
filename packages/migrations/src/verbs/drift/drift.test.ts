import { expect, test } from 'vitest';

import { readCatalog } from '@agora/catalog';
import { deploy } from '../deploy.ts';
import { stamp } from '../stamp.ts';
import { findDrift } from './drift.ts';
import { fixtureProject } from '../../project.fixture.ts';

const HISTORY = {
  '20240101000000_init': {
    up: `CREATE EXTENSION btree_gist;
CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, age int, during tstzrange);
CREATE TABLE posts (id serial PRIMARY KEY, author int REFERENCES users(id), body text);
CREATE VIEW names AS SELECT name FROM users;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE INDEX posts_body ON posts (body);`,
  },
  '20240102000000_more': { up: 'ALTER TABLE posts ADD title text;' },
};

/** Twelve changes that Prisma's own drift check does not see, and some more. */
const BEHIND_ITS_BACK = [
  'ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18)',
  'ALTER TABLE users ADD CONSTRAINT apart EXCLUDE USING gist (during WITH &&)',
  'CREATE OR REPLACE VIEW names AS SELECT name FROM users WHERE age > 1',
  "CREATE FUNCTION extra() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  'CREATE UNIQUE INDEX one_old ON users (name) WHERE age > 99',
  'CREATE EXTENSION pg_trgm',
  'ALTER TABLE users DISABLE TRIGGER touch',
  "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
  'ALTER TABLE users ENABLE ROW LEVEL SECURITY',
  'GRANT SELECT ON users TO PUBLIC',
  "COMMENT ON COLUMN users.age IS 'in years'",
  'ALTER INDEX posts_body SET (fillfactor = 50)',
  'ALTER TABLE posts ALTER title SET DEFAULT $$x$$',
  'ALTER TABLE posts ALTER body SET STORAGE EXTERNAL',
  'CREATE STATISTICS correlated (dependencies) ON name, age FROM users',
];

test('sees every change made behind the history, and its SQL mends them all', async () => {
  const project = await fixtureProject(HISTORY);
  await deploy(project);
  expect(await findDrift(project)).toEqual({ differences: [], mend: [], keep: [], migrations: 2, notes: [] });

  for (const sql of BEHIND_ITS_BACK) await project.query(sql);
  const before = await project.connect(readCatalog);
  const report = await findDrift(project);
  const expected = [
    /constraint public\.users\.adult/,
    /constraint public\.users\.apart/,
    /view public\.names: query/,
    /function public\.extra/,
    /index public\.users\.one_old/,
    /extension pg_trgm/,
    /trigger public\.users\.touch: enabled/,
    /function public\.touch\(\): definition/,
    /row security/,
    /users: privileges/,
    /users\.age: comment/,
    /posts_body: definition/,
    /posts\.title: default/,
    /posts\.body: storage/,
    /statistics public\.correlated/,
  ];
  expect(expected.filter((line) => !report.differences.some((one) => line.test(one)))).toEqual([]);
  // Nothing was written.
  expect((await project.connect(readCatalog)).objects).toEqual(before.objects);

  await project.connect(async (client) => {
    for (const { sql } of report.mend) await client.query(sql);
  });
  expect((await findDrift(project)).differences).toEqual([]);
});

test('compares with what is applied, not with what is pending', async () => {
  const project = await fixtureProject(HISTORY);
  await deploy({ ...project, to: '20240101000000_init' });
  expect(await findDrift(project)).toMatchObject({ differences: [], migrations: 1 });
});

test('marks the statements that destroy data, and says when there is no history', async () => {
  const project = await fixtureProject(HISTORY);
  await project.query('CREATE TABLE stray (id int)');
  const report = await findDrift(project);
  expect(report.differences).toEqual(['unexpected: table public.stray']);
  expect(report.mend).toEqual([
    expect.objectContaining({ sql: expect.stringMatching(/DROP TABLE/), destroysData: true }),
  ]);
  expect(report.notes).toEqual(['The database has no history: everything in it shows as drift.']);
});

test('does not offer to drop what belongs to another project', async () => {
  const theirs = await fixtureProject(HISTORY);
  await deploy(theirs);
  const ours = await fixtureProject({
    '20250101000000_init': { up: 'CREATE TABLE a (id int PRIMARY KEY);' },
  });
  await expect(findDrift({ url: theirs.url, directory: ours.directory })).rejects.toMatchObject({
    code: 'migrations.foreign_history',
  });
});

test.each([
  [
    'an extension that the server lacks',
    'CREATE EXTENSION postgis_of_nobody;',
    /Install the extension.*--server/,
  ],
  ['a schema of the platform', 'CREATE TABLE auth.a (id int);', /initShadowDb.*\?schema=<name>/],
  ['a function of the platform', 'CREATE TABLE a (id uuid DEFAULT uuid_of_theirs());', /initShadowDb/],
])('says what else helps than mending the migration: %s', async (_, up, fix) => {
  const project = await fixtureProject({ '20240101000000_geo': { up } });
  await project.query(`CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
    finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
    VALUES ('x', 'y', '20240101000000_geo', now())`);
  await expect(findDrift(project)).rejects.toMatchObject({
    code: 'migrations.replay_failed',
    fix: expect.stringMatching(fix),
  });
});

test('finds the SQL for a database that no history has made', async () => {
  const project = await fixtureProject();
  await project.query(
    `CREATE TABLE "Order" (id int PRIMARY KEY, state varchar(9) NOT NULL CHECK (state IN ('open', 'paid')))`,
  );
  const report = await findDrift(project);
  expect(report.mend.map(({ sql }) => sql)).toEqual(['DROP TABLE "public"."Order"']);
});

test('the SQL that keeps it makes a history of a database that had none', async () => {
  const project = await fixtureProject();
  await project.query(`CREATE TYPE state AS ENUM ('on shelf', 'lent');
CREATE TABLE "Member" (no int PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, tier varchar(9) CHECK (tier IN ('basic', 'patron')));
CREATE TABLE items (id bigserial PRIMARY KEY, title text NOT NULL, state state DEFAULT 'on shelf', member int REFERENCES "Member");
CREATE INDEX ON items (lower(title)) WHERE state = 'lent';
COMMENT ON COLUMN "Member".tier IS 'patrons pay more';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW lent AS SELECT title FROM items WHERE state = 'lent';
ALTER TABLE items ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON items USING (member = 1);`);
  const { keep } = await findDrift(project);
  const up = keep.map(({ sql }) => `${sql};`).join('\n');
  const made = await fixtureProject({ '20240101000000_baseline': { up } });
  expect((await deploy(made)).results).toMatchObject([{ outcome: 'succeeded' }]);
  expect((await findDrift({ ...made, url: project.url })).differences).not.toEqual([]);
  await stamp({ ...made, url: project.url, target: { all: true } });
  expect(await findDrift({ ...made, url: project.url })).toMatchObject({ differences: [], migrations: 1 });
});
