import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useLibrary } from '../testing/library.fixture.ts';
import { EnteredScope } from './scope.ts';
import { type ScopeStatements, setLocal, type Statement } from './statement.ts';
import { ScopedPool } from './scoped-pool.ts';

const database = useLibrary();
let pool: ScopedPool;
const open = (options: ConstructorParameters<typeof ScopedPool>[0] = {}): ScopedPool =>
  new ScopedPool({ ...database.connection, max: 1, ...options });
beforeEach(() => {
  pool = open();
});
afterEach(() => pool.end());

const house = (name: string): ScopeStatements => [setLocal('library.house', name)];
const inHouse = <T>(name: string, use: () => T, of = pool): T =>
  of.inScope(new EnteredScope(house(name)), use);
const count: Statement<{ n: number }> = { name: 'count', text: 'SELECT count(*)::int AS n FROM "Book"' };
/** Books that the next user of the only connection sees, with the process that serves him. */
const next = async (of = pool): Promise<unknown> =>
  (await of.query('SELECT count(*)::int AS n, pg_backend_pid() AS pid FROM "Book"')).rows[0];
/** Does something to the one connection that is at a statement. */
const disturb = async (how: string, text: string): Promise<void> => {
  const disturbed = async (): Promise<number> => {
    const { rows } = await database.asOwner(
      `SELECT ${how}(pid) FROM pg_stat_activity WHERE query LIKE $1 AND state = 'active' AND pid <> pg_backend_pid()`,
      [`%${text}%`],
    );
    return rows.length;
  };
  await expect.poll(disturbed).toBe(1);
};

describe('a statement that does not come to its end', () => {
  it('leaves nothing when the server ends it for its time, and keeps the connection', async () => {
    const timed = open({ options: `${database.connection.options} -c statement_timeout=50` });
    const before = await next(timed);
    await expect(timed.send(house('a'), [count, { text: 'SELECT pg_sleep(10)' }])).rejects.toMatchObject({
      code: '57014',
    });
    expect(await next(timed)).toEqual(before);
    expect(before).toMatchObject({ n: 0 });
    await timed.end();
  });

  it('leaves nothing when somebody cancels it, and keeps the connection', async () => {
    const before = await next();
    const cancelled = Promise.allSettled([
      inHouse('a', () => pool.query('SELECT pg_sleep(100) AS cancelled')),
    ]);
    await disturb('pg_cancel_backend', 'AS cancelled');
    expect(await cancelled).toMatchObject([{ reason: { code: '57014' } }]);
    expect(await next()).toEqual(before);
  });

  it('costs the connection when nobody waits for it any more', async () => {
    const hasty = open({ query_timeout: 300 });
    const before = await next(hasty);
    await expect(inHouse('a', () => hasty.query('SELECT pg_sleep(2)'), hasty)).rejects.toThrow(
      'Query read timeout',
    );
    const after = await next(hasty);
    expect(after).toMatchObject({ n: 0 });
    expect(after).not.toEqual(before);
    await hasty.end();
  });

  it('costs the connection when the connection is lost, in a transaction too', async () => {
    const lost = Promise.allSettled([
      pool.withTransaction(house('a'), undefined, async (transaction) => {
        await transaction.send([count]);
        await transaction.send([{ text: 'SELECT pg_sleep(100) AS lost' }]);
      }),
    ]);
    await disturb('pg_terminate_backend', 'AS lost');
    expect(await lost).toMatchObject([{ reason: { code: '57P01' } }]);
    expect(await next()).toMatchObject({ n: 0 });
    expect(pool).toMatchObject({ totalCount: 1, idleCount: 1 });
  });
});

describe('a connection that is taken in a scope', () => {
  it('keeps it until it is released, in a transaction or not', async () => {
    const client = await inHouse('a', () => pool.connect());
    const seen = async (): Promise<unknown> => (await client.query(count)).rows[0];
    expect(await seen()).toEqual({ n: 3 });
    await client.query('BEGIN');
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    expect([await seen(), await seen()]).toEqual([{ n: 3 }, { n: 3 }]);
    await client.query('ROLLBACK');
    expect(await seen()).toEqual({ n: 3 });
    await client.query('START TRANSACTION');
    await client.query('SAVEPOINT one');
    await expect(client.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    await client.query('ROLLBACK TO one');
    expect(await seen()).toEqual({ n: 3 });
    await client.query('COMMIT');
    client.release();
    expect(await next()).toMatchObject({ n: 0 });
  });

  it('sets it after all when the first statement of a transaction was never sent', async () => {
    const client = await inHouse('a', () => pool.connect());
    await client.query('BEGIN');
    const circular: { self?: unknown } = {};
    circular.self = circular;
    await expect(client.query('SELECT $1', [circular])).rejects.toThrow(/circular/);
    expect((await client.query(count)).rows).toEqual([{ n: 3 }]);
    await client.query('COMMIT');
    client.release();
  });

  it('is given up when it comes back inside a transaction', async () => {
    const before = await next();
    const client = await inHouse('a', () => pool.connect());
    await client.query('BEGIN');
    await client.query(count);
    client.release();
    const after = await next();
    expect(after).toMatchObject({ n: 0 });
    expect(after).not.toEqual(before);
  });
});

describe('a transaction', () => {
  it('is over with its first statements when they were never sent', async () => {
    const taken = [count, { ...count, text: 'SELECT 2' }];
    await expect(
      pool.withTransaction(house('a'), undefined, async (transaction) => {
        await transaction.send(taken).catch(() => undefined);
        await transaction
          .send([{ text: `INSERT INTO "Genre" (name) VALUES ('Unscoped')` }])
          .catch(() => undefined);
      }),
    ).rejects.toMatchObject({ code: 'rls.transaction_aborted' });
    const { rows } = await database.asOwner(`SELECT FROM "Genre" WHERE name = 'Unscoped'`);
    expect(rows).toEqual([]);
  });

  it('begins once, however many send at once', async () => {
    const seen = await pool.withTransaction(house('b'), 'REPEATABLE READ', (transaction) =>
      Promise.all([1, 2, 3].map(() => transaction.send([count]))),
    );
    expect(seen.map(([result]) => result?.rows)).toEqual([[{ n: 3 }], [{ n: 3 }], [{ n: 3 }]]);
  });
});

describe('a prepared statement', () => {
  it('is made anew when what it returns has changed', async () => {
    await database.asOwner('CREATE TABLE changing AS SELECT 1 AS one; GRANT SELECT ON changing TO PUBLIC');
    const all = { name: 'changing', text: 'SELECT * FROM changing' };
    await pool.send([], [all]);
    await database.asOwner('ALTER TABLE changing ADD COLUMN two int DEFAULT 2');
    await expect(pool.send([], [all])).rejects.toMatchObject({ code: '0A000' });
    expect((await pool.send([], [all]))[0]?.rows).toEqual([{ one: 1, two: 2 }]);
    await pool.query('DEALLOCATE ALL');
    await expect(pool.send([], [all])).rejects.toMatchObject({ code: '26000' });
    expect((await pool.send([], [all]))[0]?.rows).toEqual([{ one: 1, two: 2 }]);
  });
});

describe('a prepared statement, described once,', () => {
  it('answers the same again, whatever the types, the mode of rows and the place before were', async () => {
    const one = { name: 'one', text: 'SELECT 1 AS one, NULL AS nothing' };
    const asText = { getTypeParser: () => (text: string) => `text ${text}` };
    // As a scope first, where nobody looks at its rows.
    await pool.send([one], [one, one]);
    for (let time = 0; time < 2; time += 1) {
      const [plain, array, typed] = await pool.send(
        [one],
        [one, { ...one, rowMode: 'array' }, { ...one, types: asText }],
      );
      expect([plain?.rows, array?.rows, typed?.rows]).toEqual([
        [{ one: 1, nothing: null }],
        [[1, null]],
        [{ one: 'text 1', nothing: null }],
      ]);
      expect(plain?.fields.map(({ name }) => name)).toEqual(['one', 'nothing']);
    }
  });

  it('may have no rows to describe', async () => {
    const nothing = { name: 'nothing', text: 'UPDATE "Genre" SET name = name' };
    for (let time = 0; time < 2; time += 1) {
      const [result] = await pool.send([], [nothing]);
      expect(result).toMatchObject({ command: 'UPDATE', rowCount: 2, rows: [], fields: [] });
    }
  });
});

describe('a result', () => {
  it('is read by the types of the statement, else by those of the pool, or as arrays', async () => {
    const asText = { getTypeParser: () => (text: string) => `text ${text}` };
    const typed = open({ types: { getTypeParser: () => () => 'of the pool' } });
    const one = { text: 'SELECT 1 AS one, NULL AS nothing' };
    const [own, pools, array, empty] = await typed.send(
      [],
      [{ ...one, types: asText }, one, { ...one, rowMode: 'array' }, { text: '' }],
    );
    expect([own?.rows, pools?.rows, array?.rows, empty?.rows]).toEqual([
      [{ one: 'text 1', nothing: null }],
      [{ one: 'of the pool', nothing: null }],
      [['of the pool', null]],
      [],
    ]);
    await typed.end();
  });

  it('that cannot be read fails, and costs nothing else', async () => {
    const throws = {
      getTypeParser: () => () => {
        throw new Error('unreadable');
      },
    };
    await expect(pool.send([], [{ text: 'SELECT 1', types: throws }, count])).rejects.toThrow('unreadable');
    expect(await next()).toMatchObject({ n: 0 });
  });

  it('takes values as pg does', async () => {
    const values = [null, new Date(0), [1, 2], { a: 1 }, Buffer.from('x'), true];
    const text = 'SELECT $1::text, $2::timestamptz, $3::int[], $4::jsonb, $5::bytea, $6::bool';
    const [result] = await pool.send([], [{ text, values, rowMode: 'array' }]);
    expect(result?.rows).toEqual([values]);
  });

  it('of COPY is refused, since nobody reads or writes', async () => {
    await expect(pool.send(house('a'), [{ text: 'COPY "Genre" FROM STDIN' }])).rejects.toMatchObject({
      code: '57014',
    });
    expect(await next()).toMatchObject({ n: 0 });
  });
});

it('answers callbacks, as pg does', async () => {
  const called = await new Promise((resolve) => {
    void inHouse('a', () =>
      pool.query('SELECT $1::int AS one', [1], (error: unknown, result: { rows: unknown[] }) =>
        resolve([error, result.rows]),
      ),
    );
  });
  expect(called).toEqual([null, [{ one: 1 }]]);
  const failed = await new Promise((resolve) => void pool.query('SELECT 1 / 0', resolve));
  expect(failed).toMatchObject({ code: '22012' });
});
