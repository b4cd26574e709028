import { withTestRole } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import type { ApplyOptions } from '../../apply/options.ts';
import { LOCK_KEY } from '../../history/prisma-table.ts';
import { type FixtureMigration, fixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';
import { A, applied, B, back, deployed, lost, withoutAndWithConsent } from './rollback.fixture.ts';

describe('renamed before it is dropped', () => {
  const letters: Readonly<Record<string, FixtureMigration>> = {
    [A]: {
      up: 'CREATE TABLE letters (id int PRIMARY KEY, body text NOT NULL);',
      down: 'DROP TABLE letters;',
    },
    [B]: {
      up: 'ALTER TABLE letters RENAME TO messages;',
      down: 'ALTER TABLE messages RENAME TO letters;',
    },
  };

  it.each([{ steps: 2 }, { all: true as const }])('counts under the name of now: %j', async (target) => {
    const project = await fixtureProject(letters);
    await deploy(project);
    await project.query(`INSERT INTO messages SELECT n, 'x' FROM generate_series(1, 1000) n`);
    await expect(back(project, { target })).rejects.toMatchObject({
      code: 'migrations.data_loss',
      why: `${A}: 1000 rows of messages`,
    });
    expect(await project.query('SELECT count(*)::int AS n FROM messages')).toEqual([{ n: 1000 }]);
    const report = await back(project, { target, acceptDataLoss: true });
    expect(report.results.map(({ losses }) => losses)).toMatchObject([
      [],
      [{ target: { table: 'letters' }, rows: 1000 }],
    ]);
    const runs = await project.query(
      `SELECT checks FROM agora.migration_runs WHERE migration_name = '${A}' AND direction = 'down'`,
    );
    expect(runs).toMatchObject([{ checks: { losses: [{ target: { table: 'letters' }, rows: 1000 }] } }]);
  });

  it('schemas and columns too, within one script', async () => {
    const project = await deployed({
      before: 'CREATE SCHEMA here; CREATE TABLE here.t (old text, kept int);',
      up: 'ALTER TABLE here.t RENAME COLUMN old TO new; ALTER SCHEMA here RENAME TO there;',
      down: `ALTER SCHEMA there RENAME TO here; ALTER TABLE here.t RENAME COLUMN new TO old;
        ALTER TABLE here.t RENAME TO u; ALTER TABLE here.u SET SCHEMA public; ALTER TABLE u DROP COLUMN old;`,
      rows: `INSERT INTO there.t VALUES ('a', 1), (NULL, 2)`,
    });
    expect(await withoutAndWithConsent(project)).toMatchObject({
      code: 'migrations.data_loss',
      why: [`${B}: 1 value of there.t.new`],
      stood: 2,
      gone: ['lost 1 value of there.t.new'],
    });
  });
});

describe('what takes nothing away is not refused', () => {
  const before =
    'CREATE TABLE a (id int PRIMARY KEY, n int, at timestamptz); CREATE TABLE b (id int); CREATE SEQUENCE s;';
  it.each([
    ['empty tables', 'DROP TABLE b;'],
    [
      'an emptied table that is written anew, whose file has pages of before',
      'ALTER TABLE "Spent" ALTER n TYPE text;',
      'CREATE TABLE "Spent" (n int); INSERT INTO "Spent" SELECT generate_series(1, 1000); DELETE FROM "Spent";',
    ],
    ['a table that the script makes', 'CREATE TABLE c AS SELECT * FROM a; DROP TABLE c;'],
    ['rows that no condition meets', 'DELETE FROM a WHERE id > 100;'],
    [
      "PostgreSQL's own functions",
      `SELECT setval('s', 5), pg_catalog.set_config('a.b', '', true); UPDATE a SET n = least(n, 9);`,
    ],
    [
      'what is not there and need not be',
      'ALTER TABLE a DROP CONSTRAINT IF EXISTS nowhere; DROP VIEW IF EXISTS nowhere CASCADE;',
    ],
    [
      'a function and a type of the script alone, and a rule that does nothing',
      `CREATE FUNCTION pick(x int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT max(n) FROM a) + x; END';
       ALTER TABLE a ADD m int; UPDATE a SET m = pick(1); DROP FUNCTION pick; DELETE FROM b; ALTER TYPE pair DROP ATTRIBUTE y;`,
      'CREATE TYPE pair AS (x int, y int); CREATE RULE never AS ON DELETE TO b DO INSTEAD NOTHING; INSERT INTO b SELECT WHERE false;',
    ],
    [
      'a computed column',
      'ALTER TABLE a DROP COLUMN twice;',
      'ALTER TABLE a ADD COLUMN twice int GENERATED ALWAYS AS (n * 2) STORED;',
    ],
    [
      'a value where there was none',
      `UPDATE a SET at = now() WHERE at IS NULL; ALTER TABLE a ALTER at SET NOT NULL;`,
    ],
    ['values that the way forward makes again', 'UPDATE a SET n = n - 1;', 'UPDATE a SET n = n + 1;'],
    [
      'values that it converts again',
      'ALTER TABLE a ALTER n TYPE int USING -n;',
      'ALTER TABLE a ALTER n TYPE bigint USING -n;',
    ],
    [
      'functions and triggers that only write',
      'SELECT touched(1); UPDATE a SET n = n;',
      `CREATE FUNCTION touched(x int) RETURNS int LANGUAGE plpgsql AS 'DECLARE r int; BEGIN SELECT n INTO r FROM a WHERE id = x; RETURN r; END';
       CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := now(); RETURN NEW; END';
       CREATE TRIGGER touching BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION touch();`,
    ],
  ])('%s', async (_, down, up = 'SELECT 1;') => {
    const project = await deployed({ before, up, down, rows: 'INSERT INTO a VALUES (1, 1), (2, 2)' });
    const report = await back(project);
    expect(report.results.map(({ outcome, error }) => error ?? outcome)).toEqual(['succeeded']);
    expect(lost(report)).toEqual([]);
  });
});

describe('in the transaction of a step', () => {
  it('stops whole when there is more to lose than there was', async () => {
    const project = await fixtureProject({
      [A]: { up: 'CREATE TABLE a (id int);', down: 'ALTER TABLE a ADD COLUMN x int; DROP TABLE a;' },
      [B]: { up: 'SELECT 1;', down: 'INSERT INTO a VALUES (1);' },
    });
    await deploy(project);
    const report = await back(project, { target: { all: true } });
    expect(report.losses.filter(({ rows }) => rows !== 0)).toEqual([]);
    expect(report.results).toMatchObject([
      { name: B, outcome: 'succeeded' },
      { name: A, outcome: 'failed', error: { code: 'migrations.data_loss', why: `${A}: 1 row of a` } },
    ]);
    expect(await project.query('SELECT * FROM a')).toEqual([{ id: 1 }]);
  });

  it('measures what nothing foretold, and stops whole', async () => {
    const project = await deployed({
      before: `CREATE TABLE a (id int); CREATE TABLE b (id int);
        CREATE FUNCTION sweep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM b; RETURN NEW; END';`,
      down: `CREATE TRIGGER sweeping BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION sweep(); UPDATE a SET id = id;`,
      rows: 'INSERT INTO a VALUES (1); INSERT INTO b VALUES (1), (2), (3)',
    });
    const [result] = (await back(project)).results;
    expect(result).toMatchObject({
      outcome: 'failed',
      error: { code: 'migrations.data_loss', why: `${B}: 3 rows of b` },
    });
    expect(await project.query('SELECT count(*)::int AS n FROM b')).toEqual([{ n: 3 }]);
    expect(await applied(project)).toBe(2);
  });
});

it('is unknown where a policy hides rows from the owner', async () => {
  const project = await fixtureProject({
    [A]: {
      up: `CREATE TABLE secret (id int); ALTER TABLE secret ENABLE ROW LEVEL SECURITY; ALTER TABLE secret FORCE ROW LEVEL SECURITY;
        CREATE POLICY nobody ON secret USING (false) WITH CHECK (true); INSERT INTO secret VALUES (1);`,
      down: 'DROP TABLE secret;',
    },
  });
  await withTestRole(project.url, async (role) => {
    await project.query(
      `GRANT ALL ON SCHEMA public TO ${role.name}; GRANT CREATE ON DATABASE "${new URL(project.url).pathname.slice(1)}" TO ${role.name}`,
    );
    const own = { ...project, url: role.url };
    expect((await deploy(own)).results).toMatchObject([{ outcome: 'succeeded' }]);
    await expect(back(own)).rejects.toMatchObject({
      code: 'migrations.data_loss',
      why: expect.stringMatching(/an unknown number of rows of secret \(.*row-level security/),
    });
    expect(await project.query('SELECT * FROM secret')).toEqual([{ id: 1 }]);
    const report = await back(own, { acceptDataLoss: true });
    expect(report.results).toMatchObject([
      { outcome: 'succeeded', losses: [{ target: { table: 'secret' } }] },
    ]);
  });
});

it('of two at once takes the last migration back, and not the one before it', async () => {
  const names = ['20240101000000_a', '20240102000000_b', '20240103000000_c'];
  const project = await fixtureProject(
    Object.fromEntries(
      names.map((name) => [name, { up: `CREATE TABLE t${name} ();`, down: `DROP TABLE t${name};` }]),
    ),
  );
  await deploy(project);
  let waiting = 0;
  const options: ApplyOptions = { onEvent: ({ kind }) => void (kind === 'waiting' && (waiting += 1)) };
  const reports = await project.connect(async (client) => {
    await client.query(`SELECT pg_advisory_lock(${LOCK_KEY})`);
    const working = Promise.all([1, 2].map(() => back(project, { options })));
    await expect.poll(() => waiting).toBe(2);
    await client.query(`SELECT pg_advisory_unlock(${LOCK_KEY})`);
    return working;
  });
  expect(reports.flatMap(({ results }) => results.map(({ name }) => name))).toEqual([names[2]]);
  expect(await applied(project)).toBe(2);
});
