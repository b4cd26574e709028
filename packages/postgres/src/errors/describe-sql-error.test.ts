import { describe, expect, it } from 'vitest';
import { withConnection } from '../connection/connection.ts';
import { postgresErrorCodes } from '../error-codes.ts';
import { inDatabase, serverUrl } from '../server.fixture.ts';
import type { AgoraError } from '@agora/core';
import { describeSqlError } from './describe-sql-error.ts';
import { renderError } from './render-error.ts';
import { sqlConditions } from './sql-conditions.ts';

/** What the server says to a script, described. */
async function fault(url: string, sql: string): Promise<AgoraError> {
  return withConnection(url, (client) => client.query(sql)).then(
    () => expect.fail(`no error from ${sql}`),
    (error: unknown) => describeSqlError(error, sql),
  );
}

describe('describeSqlError', () => {
  it('names the condition and marks the place', async () => {
    const error = await fault(await serverUrl(), 'SELECT 1;\r\nSELECT é, nam FROM pg_class');
    expect(error.code).toBe('postgres.undefined_column');
    expect(error.why).toContain('line 2: SELECT é, nam FROM pg_class\n               ^');
  });

  it('marks the statement inside a function', async () => {
    const error = await fault(await serverUrl(), "DO $$ BEGIN EXECUTE 'SELEC 1'; END $$");
    expect(error.code).toBe('postgres.syntax_error');
    expect(error.why).toContain('line 1: SELEC 1\n        ^');
    expect(error.why).toContain('PL/pgSQL function');
  });

  it('names the attribute that a role lacks', async () => {
    const sql = 'BEGIN; CREATE ROLE agora_test_poor; SET LOCAL ROLE agora_test_poor; CREATE ROLE another';
    const { code, fix } = await fault(await serverUrl(), sql);
    expect(code).toBe('postgres.insufficient_privilege');
    expect(fix).toContain('ALTER ROLE <the role of this connection> CREATEROLE;');
  });

  it('says what a column under a view, and a text in printed quotes, want', async () => {
    const view =
      'BEGIN; CREATE TABLE under (n int); CREATE VIEW over AS SELECT n FROM under; ALTER TABLE under ALTER n TYPE text';
    const built = await fault(await serverUrl(), view);
    expect(built.why?.match(/over/g)).toHaveLength(1);
    expect(built.fix).toMatch(/^Drop it before, and make it again behind/);
    const printed = await fault(await serverUrl(), 'CREATE TEMP TABLE printed (n text DEFAULT ‘x’)');
    expect(printed.fix).toContain("'text'");
  });

  it('tells violations apart by SQLSTATE', async () => {
    await inDatabase(async (url) => {
      await withConnection(url, (client) =>
        client.query(`CREATE TABLE a (id int PRIMARY KEY, n int NOT NULL CONSTRAINT positive CHECK (n > 0));
                      INSERT INTO a VALUES (1, 1);
                      CREATE TABLE b (a_id int CONSTRAINT b_to_a REFERENCES a)`),
      );
      const codes = [
        ['INSERT INTO a VALUES (1, 1)', 'postgres.unique_violation', 'a_pkey'],
        ['INSERT INTO a VALUES (2, NULL)', 'postgres.not_null_violation', '"n"'],
        ['INSERT INTO a VALUES (2, 0)', 'postgres.check_violation', 'positive'],
        ['INSERT INTO b VALUES (7)', 'postgres.foreign_key_violation', 'b_to_a'],
        [
          // Servers before 18 call what RESTRICT refuses a foreign key violation.
          "DO $$ BEGIN RAISE restrict_violation USING CONSTRAINT = 'b_to_a'; END $$",
          'postgres.restrict_violation',
          'b_to_a',
        ],
        ['DROP TABLE a', 'postgres.dependent_objects_still_exist', 'b_to_a'],
        ['BEGIN READ ONLY; INSERT INTO b VALUES (1)', 'postgres.read_only_sql_transaction', 'read-only'],
        [
          "SET statement_timeout = '10ms'; SELECT pg_sleep(5)",
          'postgres.query_canceled',
          'statement_timeout',
        ],
        ['BEGIN; CREATE INDEX CONCURRENTLY ON a (n)', 'postgres.active_sql_transaction', 'transaction'],
        [
          "DO $$ BEGIN RAISE EXCEPTION 'no' USING DETAIL = 'because'; END $$",
          'postgres.raise_exception',
          'because',
        ],
      ] as const;
      for (const [sql, code, why] of codes) {
        const error = await fault(url, sql);
        expect({ sql, ...error.toJSON() }).toMatchObject({
          sql,
          code,
          why: expect.stringContaining(why),
          fix: expect.stringMatching(/./),
        });
      }
    });
  });

  it('tells an object used by others from one used here', async () => {
    await inDatabase(async (url) => {
      await withConnection(url, (client) =>
        client.query(`CREATE TABLE a (id int PRIMARY KEY);
                      CREATE TABLE b (a_id int REFERENCES a DEFERRABLE INITIALLY DEFERRED)`),
      );
      const pending = 'INSERT INTO b VALUES (1); ALTER TABLE b ADD COLUMN c int';
      expect(await fault(url, pending)).toMatchObject({
        code: 'postgres.object_in_use',
        why: expect.stringContaining('deferred triggers'),
        fix: expect.stringContaining('SET CONSTRAINTS ALL IMMEDIATE;'),
      });
      await withConnection(url, (client) =>
        client.query(
          'INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE b ADD COLUMN c int',
        ),
      );
      const loop =
        'DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM a LOOP ALTER TABLE a ADD COLUMN n int; END LOOP; END $$';
      expect(await fault(url, loop)).toMatchObject({ why: expect.stringContaining('this session') });
    });
  });

  it('says the SQLSTATE of a condition without an entry', async () => {
    const error = await fault(
      await serverUrl(),
      "DO $$ BEGIN RAISE 'odd' USING ERRCODE = 'AG042', HINT = 'do this'; END $$",
    );
    expect(error).toMatchObject({
      code: 'postgres.sql_error',
      message: 'odd (SQLSTATE AG042)',
      fix: 'do this',
    });
  });

  it('keeps what is not from the server', () => {
    const cause = new TypeError('x is not a function');
    expect(describeSqlError(cause)).toMatchObject({
      code: 'postgres.unexpected_error',
      message: cause.message,
      cause,
    });
  });
});

describe('the table of conditions', () => {
  it('has the names that PostgreSQL itself knows', async () => {
    // PL/pgSQL accepts a condition only by the server's own name for it.
    const raises = Object.values(sqlConditions).map(
      ({ name }) =>
        `BEGIN RAISE ${name}; EXCEPTION WHEN ${name} THEN state := state || SQLSTATE || ' '; END;`,
    );
    const sql = `CREATE FUNCTION pg_temp.states() RETURNS text LANGUAGE plpgsql AS $f$
      DECLARE state text := ''; BEGIN ${raises.join('\n')} RETURN trim(state); END $f$`;
    await withConnection(await serverUrl(), async (client) => {
      await client.query(sql);
      const { rows } = await client.query<{ states: string }>('SELECT pg_temp.states() AS states');
      expect(rows[0]?.states.split(' ')).toEqual(Object.keys(sqlConditions));
    });
  });

  it('gives every condition a code with a meaning, a why and a fix', () => {
    for (const [code, condition] of Object.entries(sqlConditions)) {
      const error = { code, message: 'm' };
      expect(postgresErrorCodes[`postgres.${condition.name}`]).toContain(code);
      expect(`${code} ${condition.why(error)}`).toMatch(/ .{10}/);
      expect(`${code} ${condition.fix(error)}`).toMatch(/ .{10}/);
    }
  });
});

describe('scripts that were written for psql or for another server', () => {
  it.each([
    ['COPY pg_temp.t FROM STDIN', 'takes rows that psql sends', 'INSERT'],
    ['\\connect other', 'a command to psql', 'Take the line out'],
    ['\ufeffSELECT 1', 'not seen (U+FEFF)', 'Delete it'],
    ['CREATE\u00a0TABLE x ()', 'not seen (U+00A0)', 'Delete it'],
    ["SELECT convert_to('€', 'LATIN1')", 'has no such character', 'UTF8'],
    ['CREATE EXTENSION agora_no_such_thing', 'installed beside PostgreSQL', 'Install the extension'],
  ])('%s', async (sql, why, fix) => {
    const raw: unknown = await withConnection(await serverUrl(), async (client) => {
      await client.query('CREATE TEMP TABLE t (id int)');
      await client.query(sql);
    }).catch((error: unknown) => error);
    const described = describeSqlError(raw, sql);
    expect(described.why).toContain(why);
    expect(described.fix).toContain(fix);
  });
});

describe('renderError', () => {
  it('describes an error of the server and indents what has several lines', async () => {
    const raw: unknown = await withConnection(await serverUrl(), (client) =>
      client.query('SELECT 1 +'),
    ).catch((error: unknown) => error);
    expect(renderError(raw)).toBe(
      [
        'syntax error at end of input [postgres.syntax_error]',
        '  why: The statement ends where more must follow: the file may have been cut off.',
        '  fix: Write the statement to its end, or bring the file back from version control.',
      ].join('\n'),
    );
    expect(renderError(describeSqlError(raw, 'SELECT 1 +'))).toContain('\n       line 1: SELECT 1 +\n');
  });

  it('keeps the stack of an unexpected fault', () => {
    expect(renderError(new TypeError('odd'))).toMatch(/^TypeError: odd\n\s+at /);
  });
});
