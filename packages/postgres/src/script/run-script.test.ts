import { describe, expect, it } from 'vitest';
import { type Client, withConnection } from '../connection/connection.ts';
import { inTransaction } from '../connection/transaction.ts';
import { describeSqlError } from '../errors/describe-sql-error.ts';
import { sqlState } from '../errors/server-error.ts';
import { inDatabase } from '../server.fixture.ts';
import type { Recorder } from './recorder.ts';
import { runScript } from './run-script.ts';
import { ScriptFailure } from './script-failure.ts';
import { planScript } from './script-plan.ts';
import type { ScriptRun } from './script-run.ts';
import { splitStatements } from './text/statements.ts';

/** Runs a script; what its recorder was told, in order. */
async function recorded(client: Client, sql: string, more: Partial<ScriptRun> = {}): Promise<string[]> {
  const log: string[] = [];
  const statements = splitStatements(sql);
  const recorder: Recorder = {
    started: ({ index }) => log.push(`started ${index}`),
    ended: ({ index }, { rows }) => log.push(`ended ${index} (${rows})`),
    beforeCommit: async () => void log.push('before commit'),
    commitSql: () => 'INSERT INTO record VALUES (0)',
    committed: () => log.push('committed'),
    begin: async (units, reason) => {
      log.push(`${units.length} units: ${reason}`);
      return 0;
    },
    intend: async ({ index }) => void log.push(`intend ${index}`),
    unitDone: async ({ index }, where) => {
      log.push(`unit ${index} ${where}`);
      await client.query('INSERT INTO record VALUES ($1)', [index]);
    },
    unitFailed: async ({ index }) => void log.push(`unit ${index} failed`),
    ...more.recorder,
  };
  const run = { client, sql, statements, plan: planScript(statements), ...more, recorder };
  await runScript(run).catch((error: unknown) => {
    throw error instanceof ScriptFailure ? new Failed(error, log) : error;
  });
  return log;
}

/** A failure, with what the recorder was told before it. */
class Failed extends ScriptFailure {
  readonly log: readonly string[];

  constructor(failure: ScriptFailure, log: readonly string[]) {
    super(failure.cause, failure);
    this.log = log;
  }
}

async function failure(client: Client, sql: string): Promise<Failed> {
  const error: unknown = await recorded(client, sql).catch((reason: unknown) => reason);
  if (error instanceof Failed) return error;
  throw new Error('The script should have failed.', { cause: error });
}

async function rows(client: Client, sql: string): Promise<unknown[]> {
  const answer = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
  return answer.rows.map((row) => row[0]);
}

const withTables = (use: (client: Client, url: string) => Promise<void>): Promise<void> =>
  inDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query('CREATE TABLE record (n int); CREATE TABLE t (a int PRIMARY KEY)');
      await use(client, url);
    }),
  );

describe('runScript', () => {
  it('commits a script with what its recorder adds, or neither', async () => {
    await withTables(async (client) => {
      expect(await recorded(client, 'INSERT INTO t VALUES (1), (2); INSERT INTO t VALUES (3)')).toEqual([
        'started 0',
        'ended 0 (2)',
        'started 1',
        'ended 1 (1)',
        'before commit',
        'committed',
      ]);
      const failed = await failure(client, 'INSERT INTO t VALUES (4);\nINSERT INTO t VALUES (4)');
      expect(failed).toMatchObject({ statement: { index: 1, line: 2 }, committed: 0, total: 2 });
      expect(sqlState(failed)).toBe('23505');
      expect(failed.log).toEqual(['started 0', 'ended 0 (1)', 'started 1']);
      const forbidding = {
        beforeCommit: () => Promise.reject(new Error('not that')),
      };
      await expect(recorded(client, 'INSERT INTO t VALUES (5)', { recorder: forbidding })).rejects.toThrow(
        'not that',
      );
      const unwritable = { commitSql: () => 'INSERT INTO nowhere VALUES (1)' };
      await expect(
        recorded(client, 'INSERT INTO t VALUES (6)', { recorder: unwritable }),
      ).rejects.toMatchObject({
        code: '42P01',
      });
      expect(await rows(client, 'SELECT a FROM t ORDER BY 1')).toEqual([1, 2, 3]);
      expect(await rows(client, 'SELECT n FROM record')).toEqual([0]);
    });
  });

  it('lets the session be asked before and after each statement, in the transaction that it runs in', async () => {
    await withTables(async (client) => {
      const seen: string[] = [];
      const ask = async (when: string, index: number): Promise<void> => {
        const [made] = await rows(client, "SELECT to_regclass('asked') IS NOT NULL");
        seen.push(`${when} ${index}: ${String(made)}, ${inTransaction(client) ? 'inside' : 'outside'}`);
      };
      const recorder: Recorder = {
        begin: async () => 0,
        commitSql: () => undefined,
        unitDone: async () => {},
        beforeStatement: ({ index }) => ask('before', index),
        afterStatement: ({ index }) => ask('after', index),
      };
      await recorded(client, 'CREATE TABLE asked (n int); DROP TABLE asked;', { recorder });
      await recorded(client, 'VACUUM', { recorder });
      expect(seen).toEqual([
        'before 0: false, inside',
        'after 0: true, inside',
        'before 1: true, inside',
        'after 1: false, inside',
        'before 0: false, outside',
        'after 0: false, outside',
      ]);
    });
  });

  it('goes unit by unit where a statement refuses a transaction, and keeps what is done', async () => {
    await withTables(async (client) => {
      const sql =
        'INSERT INTO t VALUES (1); CREATE INDEX CONCURRENTLY i ON t (a); BEGIN; INSERT INTO t VALUES (2); INSERT INTO t VALUES (3); COMMIT';
      expect(await recorded(client, sql)).toEqual([
        '3 units: line 1 cannot run inside a transaction',
        'started 0',
        'ended 0 (1)',
        'before commit',
        'unit 0 in its transaction',
        'committed',
        'intend 1',
        'started 1',
        'ended 1 (0)',
        'unit 1 outside',
        'committed',
        'started 3',
        'ended 3 (1)',
        'started 4',
        'ended 4 (1)',
        'before commit',
        'unit 2 in its transaction',
        'committed',
      ]);
      const failed = await failure(client, 'VACUUM t; INSERT INTO t VALUES (4); INSERT INTO t VALUES (1)');
      expect(failed).toMatchObject({ statement: { index: 2 }, committed: 2, total: 3 });
      expect(failed.log.slice(-2)).toEqual(['started 2', 'unit 2 failed']);
      expect(await rows(client, 'SELECT a FROM t ORDER BY 1')).toEqual([1, 2, 3, 4]);
      expect(await rows(client, 'SELECT n FROM record ORDER BY 1')).toEqual([0, 0, 1, 1, 2]);
    });
  });

  it('finds out by running it what refuses a transaction, and leaves nothing of that attempt', async () => {
    await withTables(async (client) => {
      const enumValue = `CREATE TYPE e AS ENUM ('x'); COMMIT; ALTER TYPE e ADD VALUE 'y'; CREATE TABLE v (e e DEFAULT 'y')`;
      expect(await recorded(client, enumValue)).toContain('3 units: it ends transactions of its own');
      const added = "ALTER TYPE e ADD VALUE 'z'; INSERT INTO v VALUES ('z')";
      expect(await recorded(client, added)).toContain('2 units: it uses an enum value that it adds itself');
      await client.query(
        'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); COMMIT; INSERT INTO t VALUES (2); END $$',
      );
      expect(await recorded(client, 'INSERT INTO t VALUES (0); CALL p()')).toEqual([
        'started 0',
        'ended 0 (1)',
        'started 1',
        '2 units: a procedure in it commits',
        'started 0',
        'ended 0 (1)',
        'before commit',
        'unit 0 in its transaction',
        'committed',
        'started 1',
        'intend 1',
        'started 1',
        'ended 1 (0)',
        'unit 1 outside',
        'committed',
      ]);
      expect(await rows(client, 'SELECT a FROM t ORDER BY 1')).toEqual([0, 1, 2]);
    });
  });

  it('runs as it is written what begins and ends transactions otherwise', async () => {
    await withTables(async (client) => {
      expect(
        await recorded(client, 'BEGIN; INSERT INTO t VALUES (1); ROLLBACK; INSERT INTO t VALUES (2)'),
      ).toEqual([]);
      const open = await failure(client, 'INSERT INTO t VALUES (3); BEGIN; INSERT INTO t VALUES (4)');
      expect(open.message).toContain('does not end it');
      expect(sqlState(open)).toBe('25001');
      expect(client.getTransactionStatus()).toBe('I');
      const broken = await failure(client, 'ROLLBACK; SELECT 1; SELECT 1/0');
      expect(sqlState(broken)).toBe('22012');
      expect(await rows(client, 'SELECT a FROM t ORDER BY 1')).toEqual([2]);
    });
  });

  it.each([
    ['SELECT 1;\r\nSELECT é FROM t;\r\nSELECT nam FROM t', 'line 2: SELECT é FROM t;\n               ^'],
    ["SELECT '👍', 1;\nSELECT '👍👍', nam FROM t", "line 2: SELECT '👍👍', nam FROM t"],
    ['VACUUM t;\n\nSELECT 1, nam FROM t', 'line 3: SELECT 1, nam FROM t\n                  ^'],
    // The server gives no place here: that of the statement is the next best.
    ['SELECT 1;\nINSERT INTO t VALUES (NULL)', 'line 2: INSERT INTO t VALUES (NULL)\n        ^'],
    ["SELECT 1;\nDO $$ BEGIN EXECUTE 'SELEC 1'; END $$", 'line 1: SELEC 1\n        ^'],
    ['SELECT 1;\nROLLBACK;\nSELECT nam FROM t', 'line 3: SELECT nam FROM t\n               ^'],
  ])('marks the place of %j in the whole script', async (sql, mark) => {
    await withTables(async (client) => {
      const { cause } = await failure(client, sql);
      expect(describeSqlError(cause, sql).why).toContain(mark);
    });
  });

  it('leaves the session as it was, whether the script succeeds or not', async () => {
    await withTables(async (client) => {
      const role = `agora_test_${process.pid}_${Date.now().toString(36)}`;
      await client.query(`CREATE ROLE ${role}; SELECT pg_advisory_lock(7)`);
      try {
        const traces = `SET search_path = ''; SET ROLE ${role}; CREATE TEMP TABLE mine (); PREPARE q AS SELECT 1;
          DECLARE c CURSOR WITH HOLD FOR SELECT 1; LISTEN x; SELECT set_config('my.own', '1', false)`;
        const look = `SELECT concat_ws(' ', current_user = session_user, current_setting('search_path'), current_setting('my.own', true),
            to_regclass('pg_temp.mine'), (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_cursors WHERE name = 'c'),
            (SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()))`;
        const clean = [expect.stringMatching(/^t app, public *0 0 0 1$/)];
        const sessionSettings = ['SET search_path = app, public'];
        await recorded(client, traces, { sessionSettings, recorder: { commitSql: () => undefined } });
        expect(await rows(client, look)).toEqual(clean);
        const failing = recorded(client, `VACUUM; ${traces}; SELECT 1/0`, {
          sessionSettings,
          recorder: { unitDone: async () => {} },
        });
        await expect(failing).rejects.toThrow('division by zero');
        expect(await rows(client, look)).toEqual(clean);
      } finally {
        await client.query(`DROP ROLE ${role}`);
      }
    });
  });

  it('cancels the statement under way, again and again if the script catches it', async () => {
    await withTables(async (client, url) => {
      const controller = new AbortController();
      const [pid] = await rows(client, 'SELECT pg_backend_pid()');
      const cancellable = { url, pid: Number(pid), signal: controller.signal };
      const sql =
        'INSERT INTO t VALUES (1); DO $$ BEGIN PERFORM pg_sleep(60); EXCEPTION WHEN query_canceled THEN PERFORM pg_sleep(60); END $$';
      const running = recorded(client, sql, { cancellable });
      setTimeout(() => controller.abort(new Error('stop')), 100);
      await expect(running).rejects.toSatisfy((error) => sqlState(error) === '57014');
      expect(await rows(client, 'SELECT a FROM t')).toEqual([]);
      await expect(recorded(client, 'SELECT 1', { cancellable })).rejects.toThrow('stop');
    });
  });

  it('gives way and tries again when it does not get its locks', async () => {
    await withTables(async (client, url) => {
      await withConnection(url, async (other) => {
        await other.query('BEGIN; LOCK TABLE t');
        let retries = 0;
        const retry = async ({ attempt }: { attempt: number }): Promise<void> => {
          retries = attempt;
          if (attempt === 2) await other.query('COMMIT');
        };
        await recorded(client, 'INSERT INTO t VALUES (1)', {
          retry: { attempts: 20 },
          timeouts: { lockTimeoutMs: 20, statementTimeoutMs: 0 },
          recorder: { retry: (info) => void retry(info) },
        });
        expect(retries).toBeGreaterThanOrEqual(2);
        expect(await rows(client, 'SELECT a FROM t')).toEqual([1]);
        expect(await rows(client, 'SHOW lock_timeout')).toEqual(['0']);
      });
    });
  });

  it.each<[string, number, string[], number?]>([
    ['', 2000, ['200ms']],
    ['', 150, ['150ms']],
    ['', 0, ['0']],
    ["SET LOCAL lock_timeout = '70ms';", 2000, ['70ms']],
    // Holding one lock, it waits for no other as long as the server waits before it looks for deadlocks.
    ['LOCK TABLE t;', 2000, ['400ms'], 3],
  ])('waits shorter for locks at first: %j of %d ms', async (own, lockTimeoutMs, expected, failures = 1) => {
    await withTables(async (client, url) => {
      await client.query(
        `CREATE TABLE waits (ms text); CREATE FUNCTION bound() RETURNS text LANGUAGE sql AS $$ SELECT current_setting('lock_timeout') $$`,
      );
      await withConnection(url, async (other) => {
        await other.query('BEGIN; LOCK TABLE waits');
        // Who waits for ever needs no second attempt.
        if (lockTimeoutMs === 0) setTimeout(() => void other.query('COMMIT'), 50);
        await recorded(client, `${own} INSERT INTO waits SELECT bound()`, {
          retry: { attempts: 20 },
          timeouts: { lockTimeoutMs, statementTimeoutMs: 0 },
          recorder: { retry: ({ attempt }) => void (attempt === failures && other.query('COMMIT')) },
        });
        expect(await rows(client, 'SELECT ms FROM waits')).toEqual(expected);
      });
    });
  });
});
