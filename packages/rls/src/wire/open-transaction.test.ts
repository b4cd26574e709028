import { afterAll, beforeAll, expect, it } from 'vitest';
import { useLibrary } from '../testing/library.fixture.ts';
import { countRoundTrips } from '../testing/round-trips.fixture.ts';
import { ScopedPool } from './scoped-pool.ts';
import { setLocal, type Statement } from './statement.ts';

const database = useLibrary();
let pool: ScopedPool;
let trips: () => number;
beforeAll(() => {
  pool = new ScopedPool({ ...database.connection, max: 1, opensTransactions: true });
  trips = countRoundTrips(pool);
});
afterAll(() => pool.end());

const scope = [setLocal('library.house', 'a')];
const count: Statement<{ n: number }> = { name: 'count', text: 'SELECT count(*)::int AS n FROM "Book"' };
/** PostgreSQL refuses it outside of a transaction that was opened. */
const savepoint = { text: 'SAVEPOINT here' };
const left = async (): Promise<unknown> =>
  (await pool.query('SELECT count(*)::int AS n, pg_backend_pid() AS pid FROM "Book"')).rows[0];

it('puts what has a scope into a transaction that the server sees, in one round trip', async () => {
  await left();
  const before = trips();
  const results = await pool.send(scope, [savepoint, count]);
  expect(trips() - before).toBe(1);
  expect(results.map(({ command, rows }) => [command, rows])).toEqual([
    ['SAVEPOINT', []],
    ['SELECT', [{ n: 3 }]],
  ]);
  expect(await left()).toMatchObject({ n: 0 });
  await expect(pool.send([], [savepoint])).rejects.toMatchObject({ code: '25P01' });
});

it('does so on a connection that has just been made', async () => {
  const fresh = new ScopedPool({ ...database.connection, max: 1, opensTransactions: true });
  try {
    const results = await fresh.send(scope, [savepoint, count]);
    expect(results[1]?.rows).toEqual([{ n: 3 }]);
  } finally {
    await fresh.end();
  }
});

it('undoes all of it when a statement fails, and keeps the connection', async () => {
  const before = await left();
  const update = { text: 'UPDATE "Book" SET copies = 99' };
  await expect(pool.send(scope, [update, { text: 'SELECT 1 / 0' }])).rejects.toMatchObject({ code: '22012' });
  expect(await left()).toEqual(before);
  const copies = { text: 'SELECT max(copies) AS most FROM "Book"' };
  expect((await pool.send(scope, [copies]))[0]?.rows).toEqual([{ most: 3 }]);
});

it('leaves a transaction of several round trips as it is', async () => {
  const seen = await pool.withTransaction(scope, undefined, async (transaction) => {
    await transaction.send([savepoint]);
    return transaction.send([count]);
  });
  expect(seen[0]?.rows).toEqual([{ n: 3 }]);
  expect(await left()).toMatchObject({ n: 0 });
});
