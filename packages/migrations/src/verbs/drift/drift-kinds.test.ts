import { everyThird, withTestRole } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { deploy } from '../deploy.ts';
import { type DriftReport, findDrift } from './drift.ts';
import { type FixtureProject, fixtureProject } from '../../project.fixture.ts';

const READER = `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'agora_drift_reader') THEN CREATE ROLE agora_drift_reader; END IF; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;`;
const HISTORY = {
  '20240101000000_init': {
    up: `CREATE TYPE level AS ENUM ('low', 'high');
CREATE SEQUENCE numbers;
CREATE TABLE users (id serial PRIMARY KEY, name varchar(50) NOT NULL, age int DEFAULT 18, level level NOT NULL DEFAULT 'low', CONSTRAINT adult CHECK (age >= 18));
CREATE TABLE posts (id serial PRIMARY KEY, author int NOT NULL CONSTRAINT posts_author_fkey REFERENCES users ON DELETE CASCADE, body text, tags text[]);
CREATE INDEX posts_body ON posts (body);
CREATE UNIQUE INDEX users_name ON users (lower(name));
CREATE VIEW authors AS SELECT u.name, count(*) AS posts FROM users u JOIN posts p ON p.author = u.id GROUP BY u.name;
CREATE MATERIALIZED VIEW names AS SELECT name FROM users;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION plus(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON posts USING (author = 1);
GRANT SELECT ON users TO agora_drift_reader;
COMMENT ON TABLE users IS 'who writes';`,
  },
};

/** What somebody does behind the history, one kind each. */
const KINDS: readonly (readonly [string, string])[] = [
  ['a column added', 'ALTER TABLE users ADD extra text'],
  ['a required column added', `ALTER TABLE users ADD extra text NOT NULL DEFAULT 'x'`],
  ['a column dropped', 'ALTER TABLE posts DROP tags'],
  ['a column renamed', 'ALTER TABLE posts RENAME body TO content'],
  ['a type changed', 'ALTER TABLE posts ALTER tags TYPE text USING tags::text'],
  [
    'a length changed under views that are there again',
    `DROP VIEW authors; DROP MATERIALIZED VIEW names; ALTER TABLE users ALTER name TYPE varchar(99); CREATE MATERIALIZED VIEW names AS SELECT name FROM users;
CREATE VIEW authors AS SELECT u.name, count(*) AS posts FROM users u JOIN posts p ON p.author = u.id GROUP BY u.name`,
  ],
  [
    'a type changed under a policy and a view',
    `DROP POLICY own ON posts; DROP VIEW authors;
ALTER TABLE posts ALTER author TYPE bigint; CREATE POLICY own ON posts USING (author = 1);
CREATE VIEW authors AS SELECT u.name, count(*) AS posts FROM users u JOIN posts p ON p.author = u.id GROUP BY u.name`,
  ],
  ['a type changed under a view', 'DROP VIEW authors; ALTER TABLE users ALTER age TYPE bigint'],
  ['NOT NULL dropped', 'ALTER TABLE users ALTER name DROP NOT NULL'],
  ['a default changed', 'ALTER TABLE users ALTER age SET DEFAULT 21'],
  [
    'an identity instead of a sequence',
    'ALTER TABLE posts ALTER id DROP DEFAULT; DROP SEQUENCE posts_id_seq; ALTER TABLE posts ALTER id ADD GENERATED ALWAYS AS IDENTITY',
  ],
  ['a table dropped', 'DROP TABLE posts CASCADE'],
  ['an index dropped', 'DROP INDEX posts_body'],
  [
    'an index of an expression changed',
    'DROP INDEX users_name; CREATE INDEX users_name ON users (upper(name))',
  ],
  [
    'a check by a list of values, which is printed otherwise than it is read',
    `ALTER TABLE users ADD CONSTRAINT known CHECK (name NOT IN ('nobody', 'none'));
CREATE VIEW known AS SELECT id FROM users WHERE name IN ('ada', 'bob')`,
  ],
  ['a check dropped', 'ALTER TABLE users DROP CONSTRAINT adult'],
  [
    'a check not validated',
    'ALTER TABLE users DROP CONSTRAINT adult, ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID',
  ],
  [
    'what a foreign key does',
    'ALTER TABLE posts DROP CONSTRAINT posts_author_fkey, ADD CONSTRAINT posts_author_fkey FOREIGN KEY (author) REFERENCES users',
  ],
  ['a primary key dropped', 'ALTER TABLE posts DROP CONSTRAINT posts_pkey'],
  ['an enum label added', `ALTER TYPE level ADD VALUE 'highest'`],
  ['an enum label renamed', `ALTER TYPE level RENAME VALUE 'high' TO 'top'`],
  [
    'a view changed',
    'CREATE OR REPLACE VIEW authors AS SELECT u.name, count(p.body) AS posts FROM users u JOIN posts p ON p.author = u.id GROUP BY u.name',
  ],
  ['a materialized view dropped', 'DROP MATERIALIZED VIEW names'],
  [
    'the body of a function',
    `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
  ],
  [
    'the signature of a function',
    `DROP FUNCTION plus; CREATE FUNCTION plus(a bigint, b int DEFAULT 2) RETURNS bigint LANGUAGE sql AS 'SELECT a + b'`,
  ],
  ['a trigger dropped', 'DROP TRIGGER touch ON users'],
  ['a trigger disabled', 'ALTER TABLE users DISABLE TRIGGER touch'],
  ['a policy changed', 'ALTER POLICY own ON posts USING (true)'],
  ['a policy dropped', 'DROP POLICY own ON posts'],
  ['row security turned off', 'ALTER TABLE posts DISABLE ROW LEVEL SECURITY'],
  ['a privilege given', 'GRANT DELETE ON users TO PUBLIC'],
  ['a privilege on a column given', 'GRANT UPDATE (name) ON users TO agora_drift_reader'],
  ['a privilege taken', 'REVOKE SELECT ON users FROM agora_drift_reader'],
  ['a privilege on a function taken', 'REVOKE EXECUTE ON FUNCTION plus FROM PUBLIC'],
  [
    'default privileges',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO agora_drift_reader',
  ],
  ['a comment', `COMMENT ON TABLE users IS 'others'`],
  ['a sequence', 'ALTER SEQUENCE numbers INCREMENT 5 MAXVALUE 100'],
  ['a schema added', 'CREATE SCHEMA extra; CREATE TABLE extra.t (id int)'],
  ['an extension added', 'CREATE EXTENSION citext'],
];

describe("the SQL of drift, once run, ends the drift, and keeps people's rows", () => {
  // A history that makes a role is replayed on a private server, which takes seconds: here it is there before.
  it.each(everyThird(KINDS))('%s', async (_, change) => {
    const project = await fixtureProject(HISTORY);
    await project.query(READER);
    await deploy(project);
    expect(await mended(project, change)).toEqual(MENDED);
  });

  it('where the history makes the role itself', async () => {
    const project = await fixtureProject({ '20231231000000_reader': { up: READER }, ...HISTORY });
    await deploy(project);
    // What the live database grants is copied too, to roles that no migration names.
    await withTestRole(project.url, async ({ name }) => {
      const change = `REVOKE SELECT ON users FROM agora_drift_reader; GRANT SELECT ON posts TO ${name}`;
      expect(await mended(project, change)).toEqual(MENDED);
    });
  });
});

const MENDED = {
  found: true,
  differences: [],
  mend: [],
  users: [{ name: 'Ann' }, { name: 'Bob' }],
};

/** A change behind the history's back, and what there is once the SQL of drift has run. */
async function mended(project: FixtureProject, change: string): Promise<unknown> {
  await project.query(
    `INSERT INTO users (name) VALUES ('Ann'), ('Bob'); INSERT INTO posts (author, body) VALUES (1, 'x'), (2, 'y')`,
  );
  await project.query(change);
  const report = await findDrift(project);
  await apply(project, report);
  const { differences, mend } = await findDrift(project);
  const users = await project.query('SELECT name FROM users ORDER BY id');
  return { found: report.differences.length > 0, differences, mend, users };
}

async function apply(project: FixtureProject, { mend }: DriftReport): Promise<void> {
  await project.connect(async (client) => {
    await client.query('BEGIN');
    for (const { sql } of mend) await client.query(sql);
    await client.query('COMMIT');
  });
}

describe('the SQL of drift that was tried on a copy', () => {
  const history = {
    '20240101000000_init': {
      up: `CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN good_mood AS mood CHECK (VALUE <> 'sad');
CREATE TABLE person (id int PRIMARY KEY, mood good_mood, is_glad boolean GENERATED ALWAYS AS (mood::mood = 'glad'::mood) STORED);
CREATE TYPE span AS RANGE (subtype = float8, multirange_type_name = spans);
CREATE TABLE track (id int PRIMARY KEY, at spans);
CREATE TABLE part (id int NOT NULL, v text) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
CREATE TABLE part_2 PARTITION OF part FOR VALUES IN (2);
CREATE INDEX part_v ON part (v);
CREATE TYPE k AS ENUM ('a', 'b');
CREATE TABLE by_k (k k NOT NULL) PARTITION BY LIST (k);
CREATE TABLE by_k_a PARTITION OF by_k FOR VALUES IN ('a');`,
    },
  };

  it('mends what the planner does not know', async () => {
    const project = await fixtureProject(history);
    await deploy(project);
    await project.query(`INSERT INTO person (id, mood) VALUES (1, 'glad'); INSERT INTO part VALUES (1, 'x');
ALTER TYPE mood ADD VALUE 'calm'; ALTER TYPE spans RENAME TO many_spans; DROP INDEX part_v; ALTER TABLE part_1 ALTER v SET NOT NULL;`);
    const report = await findDrift(project);
    expect(report.notes).toEqual([]);
    await apply(project, report);
    expect((await findDrift(project)).differences).toEqual([]);
    expect(await project.query('SELECT id, is_glad FROM person')).toEqual([{ id: 1, is_glad: true }]);
  });

  it('keeps the rows of partitions, where an enum is their key', async () => {
    const project = await fixtureProject(history);
    await deploy(project);
    await project.query(`INSERT INTO by_k VALUES ('a'); ALTER TYPE k ADD VALUE 'c'`);
    const report = await findDrift(project);
    expect(report.differences).toEqual([expect.stringContaining('enum public.k: labels')]);
    expect(report.notes).toEqual([]);
    await apply(project, report);
    expect((await findDrift(project)).differences).toEqual([]);
    expect(await project.query('SELECT k, tableoid::regclass::text AS part FROM by_k')).toEqual([
      { k: 'a', part: 'by_k_a' },
    ]);
  });

  it('says where it cannot, and proposes nothing', async () => {
    const up = `CREATE TYPE k AS ENUM ('a', 'b'); CREATE TYPE ks AS RANGE (subtype = k);`;
    const project = await fixtureProject({ '20240101000000_init': { up } });
    await deploy(project);
    await project.query(`ALTER TYPE k ADD VALUE 'c'`);
    const report = await findDrift(project);
    expect(report.differences).toEqual([expect.stringContaining('enum public.k: labels')]);
    expect(report.mend).toEqual([]);
    expect(report.notes.join()).toMatch(/No SQL that mends it was found: .*"ks"/);
  });
});
