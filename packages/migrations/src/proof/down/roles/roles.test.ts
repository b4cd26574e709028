import { withConnection } from '@agora/postgres';
import { testServerUrl } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fixtureProject } from '../../../project.fixture.ts';
import { makeScript, type Migration } from '../../../project/folder.ts';
import { deploy } from '../../../verbs/deploy.ts';
import { rollback } from '../../../verbs/rollback/rollback.ts';
import { walkHistory } from '../../verify/verify.ts';

const migration = (name: string, up: string): Migration => ({
  name,
  directory: `/x/${name}`,
  up: makeScript(`/x/${name}/migration.sql`, up),
});

/** Real roles of the server that tests share: found by the history, and never made by it. */
const payroll = `agora_test_payroll_${process.pid}`;
const boss = `agora_test_boss_${process.pid}`;

const query = async (sql: string): Promise<unknown[]> =>
  withConnection(await testServerUrl(), async (client) => (await client.query(sql)).rows);

beforeAll(() =>
  query(`CREATE ROLE ${boss}; CREATE ROLE ${payroll} LOGIN PASSWORD 'x'; GRANT ${boss} TO ${payroll}`),
);
afterAll(() => query(`DROP ROLE IF EXISTS ${payroll}; DROP ROLE IF EXISTS ${boss}`));

const down = (reports: Awaited<ReturnType<typeof walkHistory>>, name: string): string =>
  reports.find((one) => one.migration === name)?.generated?.sql ?? '';

test('proves histories that make, change and drop roles, and writes their ways back, on a private server', async () => {
  const before = await query(`SELECT * FROM pg_roles WHERE rolname IN ('${payroll}', '${boss}') ORDER BY 1`);
  const reports = await walkHistory(
    [
      migration('1_table', 'CREATE TABLE note (id integer PRIMARY KEY, text text)'),
      migration(
        '2_made',
        'CREATE ROLE reader; GRANT SELECT ON note TO reader; COMMENT ON ROLE reader IS $$reads$$',
      ),
      migration(
        '3_where_missing',
        `DO $$ BEGIN
           IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'writer') THEN CREATE ROLE writer NOLOGIN; END IF;
         END $$;
         GRANT INSERT ON note TO writer; GRANT reader TO writer;
         DO $$ BEGIN EXECUTE format('GRANT TEMPORARY, CREATE ON DATABASE %I TO writer', current_database()); END $$`,
      ),
      migration(
        '4_changed',
        `ALTER ROLE reader CREATEDB; ALTER ROLE reader SET search_path TO app, public; ALTER ROLE reader SET work_mem = '5MB';
         ALTER ROLE writer RENAME TO author`,
      ),
      migration(
        '5_dropped',
        `REVOKE ${boss} FROM ${payroll}; DROP ROLE ${payroll}; DROP ROLE IF EXISTS nobody_at_all`,
      ),
    ],
    { adminUrl: await testServerUrl(), generate: () => true, concurrency: 1 },
  );
  expect(reports.map(({ migration: name, outcome, reason }) => [name, outcome, reason])).toEqual(
    ['1_table', '2_made', '3_where_missing', '4_changed', '5_dropped'].map((name) => [
      name,
      'proven',
      undefined,
    ]),
  );
  expect(down(reports, '2_made')).toContain('DROP ROLE IF EXISTS "reader"');
  expect(down(reports, '3_where_missing')).not.toContain('DROP ROLE');
  expect(down(reports, '3_where_missing')).toContain('The role writer stays');
  expect(down(reports, '3_where_missing')).toContain('REVOKE "reader" FROM "writer"');
  expect(down(reports, '4_changed')).toContain('ALTER ROLE "author" RENAME TO "writer"');
  expect(down(reports, '5_dropped')).toContain(`CREATE ROLE "${payroll}"`);
  expect(down(reports, '5_dropped')).toContain('without its password');
  expect(await query(`SELECT * FROM pg_roles WHERE rolname IN ('${payroll}', '${boss}') ORDER BY 1`)).toEqual(
    before,
  );
});

test('a generated way back needs no consent, and leaves a role that another database uses', async () => {
  const name = `agora_test_reader_${process.pid}`;
  const up = `CREATE ROLE ${name}; GRANT SELECT ON note TO ${name}`;
  const reports = await walkHistory([migration('1', 'CREATE TABLE note ()'), migration('2', up)], {
    adminUrl: await testServerUrl(),
    generate: () => true,
    concurrency: 1,
  });
  const project = await fixtureProject({
    '1': { up: 'CREATE TABLE note ()', down: 'DROP TABLE note' },
    '2': { up, down: down(reports, '2') },
  });
  const other = await fixtureProject();
  const there = async (): Promise<unknown[]> =>
    query(`SELECT rolname FROM pg_roles WHERE rolname = '${name}'`);
  const goBack = (): Promise<unknown> =>
    rollback({ url: project.url, directory: project.directory, target: { steps: 1 } });
  const { url, directory } = project;
  await deploy({ url, directory });
  await other.query(`CREATE TABLE theirs (); GRANT SELECT ON theirs TO ${name}`);
  await goBack();
  expect(await there()).toHaveLength(1);
  await other.query(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
  await deploy({ url, directory });
  await goBack();
  expect(await there()).toEqual([]);
});

describe('for a proving role that is no superuser', () => {
  const login = `agora_test_login_${process.pid}`;
  beforeAll(() => query(`CREATE ROLE ${login} LOGIN CREATEDB CREATEROLE PASSWORD 'login'`));
  afterAll(() => query(`DROP ROLE IF EXISTS ${login}`));

  const prove = async (ups: readonly string[]): Promise<Awaited<ReturnType<typeof walkHistory>>> => {
    const url = new URL(await testServerUrl());
    url.username = login;
    url.password = 'login';
    return walkHistory(
      ups.map((up, index) => migration(String(index + 1), up)),
      { adminUrl: url.href, generate: () => true, concurrency: 1 },
    );
  };

  test('a right goes only when no statement needs it any more', async () => {
    const reports = await prove([
      `CREATE TYPE mood AS ENUM ('good', 'bad');
       CREATE TABLE note (id integer PRIMARY KEY, feels mood, text text);
       CREATE FUNCTION count_notes() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM note); END $$;
       CREATE VIEW notes AS SELECT id, text FROM note`,
      `CREATE ROLE owner_of_all; GRANT owner_of_all TO CURRENT_USER;
       GRANT CREATE, USAGE ON SCHEMA public TO owner_of_all;
       ALTER TABLE note OWNER TO owner_of_all; ALTER FUNCTION count_notes() OWNER TO owner_of_all;
       ALTER TYPE mood OWNER TO owner_of_all; ALTER VIEW notes OWNER TO owner_of_all;
       REVOKE ALL ON FUNCTION count_notes() FROM PUBLIC; GRANT EXECUTE ON FUNCTION count_notes() TO owner_of_all;
       CREATE OR REPLACE FUNCTION count_notes() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN 0; END $$;
       CREATE TABLE page (id integer PRIMARY KEY, note integer REFERENCES note);
       ALTER TABLE note DROP COLUMN text CASCADE`,
      `ALTER ROLE owner_of_all CREATEDB; REVOKE CREATE ON SCHEMA public FROM owner_of_all`,
    ]);
    expect(reports.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['proven', undefined],
      ['proven with data loss', undefined],
      ['proven', undefined],
    ]);
    const back = down(reports, '2');
    expect(back.indexOf('CREATE OR REPLACE FUNCTION')).toBeLessThan(back.search(/REVOKE ALL ON FUNCTION/));
  });

  test('who makes a role that stays is its member', async () => {
    const reports = await prove([
      'CREATE TABLE note (id integer PRIMARY KEY)',
      `DO $$ BEGIN
         IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keeper') THEN CREATE ROLE keeper NOLOGIN; END IF;
       END $$;
       GRANT SELECT ON note TO keeper`,
    ]);
    expect(reports.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['proven', undefined],
      ['proven', undefined],
    ]);
    expect(down(reports, '2')).toContain('The role keeper stays');
    expect(down(reports, '2')).not.toMatch(/REVOKE "keeper"/);
  });
});
