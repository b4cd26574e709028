import { beforeAll, describe, expect, it } from 'vitest';
import { setLocal, type Statement } from './index.ts';
import { type Library, useLibrary } from './testing/library.fixture.ts';
import { countRoundTrips } from './testing/round-trips.fixture.ts';

const database = useLibrary();
let rls: Library['rls'];
let trips: () => number;
beforeAll(() => {
  // One connection: whoever comes next would see what the one before left behind.
  ({ rls } = database.open({ max: 1 }));
  trips = countRoundTrips(rls.pool);
});

const titles: Statement<{ title: string }> = { name: 'titles', text: 'SELECT title FROM "Book" ORDER BY id' };
const setting: Statement<{ house: string | null }> = {
  name: 'setting',
  text: "SELECT nullif(current_setting('library.house', true), '') AS house",
};
const divide = (by: number): Statement<{ quotient: number }> => ({
  name: 'divide',
  text: 'SELECT 6 / $1::int AS quotient',
  values: [by],
});
const rename = (id: number, name: string): Statement<{ name: string }> => ({
  name: 'rename',
  text: 'UPDATE "Author" SET name = $2 WHERE id = $1 RETURNING name',
  values: [id, name],
});
const nameOf = async (id: number): Promise<unknown> =>
  (await database.asOwner('SELECT name FROM "Author" WHERE id = $1', [id])).rows[0].name;
/** What the next user of the only connection sees. */
const nextUser = async (): Promise<unknown> => {
  const [{ rows }, { rowCount }] = await rls.run(undefined, setting, titles);
  const { totalCount, idleCount } = rls.pool;
  return { house: rows[0]?.house, rowCount, totalCount, idleCount };
};
const nothing = { house: null, rowCount: 0, totalCount: 1, idleCount: 1 };

describe('run', () => {
  it('sees the rows of one scope, and none without', async () => {
    const [mine] = await rls.run('a', titles);
    const [theirs] = await rls.run('b', titles);
    expect(mine.rows).toEqual([{ title: 'a1' }, { title: 'a2' }, { title: 'a3' }]);
    expect(theirs.rows.map(({ title }) => title)).toEqual(['b1', 'b2', 'b3']);
    expect(await nextUser()).toEqual(nothing);
  });

  it('takes one round trip for any number of statements, prepared or not, and their scope', async () => {
    await rls.run('a', setting);
    const before = trips();
    const scope = { house: 'a', reader: 'alice' };
    const [state, all, one, other] = await rls.run(scope, setting, titles, divide(2), divide(3));
    expect(trips() - before).toBe(1);
    expect([state.rows, all.rowCount, one.rows, other.rows]).toEqual([
      [{ house: 'a' }],
      3,
      [{ quotient: 3 }],
      [{ quotient: 2 }],
    ]);
  });

  it('undoes all statements when one fails, and goes on on the same connection', async () => {
    await expect(rls.run('a', rename(1, 'Changed'), divide(0), titles)).rejects.toMatchObject({
      code: '22012',
    });
    const broken = { name: 'broken', text: 'SELECT nothing FROM nowhere' };
    await expect(rls.run('a', broken)).rejects.toMatchObject({ code: '42P01' });
    await expect(rls.run('a', broken)).rejects.toMatchObject({ code: '42P01' });
    const [, , quotient] = await rls.run('a', setting, titles, divide(1));
    expect(quotient.rows).toEqual([{ quotient: 6 }]);
    expect(await nameOf(1)).toBe('Author of a');
    expect(await nextUser()).toEqual(nothing);
  });

  it('does nothing when what sets the scope refuses', async () => {
    const scope = { house: 'a', reader: 'banned' };
    await expect(rls.run(scope, rename(1, 'Changed'))).rejects.toMatchObject({ code: 'AG002' });
    expect(await nameOf(1)).toBe('Author of a');
    expect(await nextUser()).toEqual(nothing);
  });

  it('cannot write into another scope', async () => {
    const [{ rowCount }] = await rls.run('a', rename(2, 'Taken over'));
    expect(rowCount).toBe(0);
    await expect(
      rls.run('a', { text: `INSERT INTO "Author" (house, name, email) VALUES ('b', 'x', 'x')` }),
    ).rejects.toThrow(/row-level security/);
  });

  it('outlives the loss of its connection in the middle of a statement', async () => {
    const lost = Promise.allSettled([rls.run('a', { text: 'SELECT pg_sleep(100)' })]);
    await expect
      .poll(async () => {
        const { rowCount } = await database.asOwner(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND datname = current_database()",
        );
        return rowCount;
      })
      .toBe(1);
    expect(await lost).toMatchObject([{ status: 'rejected', reason: { code: '57P01' } }]);
    expect(await nextUser()).toEqual(nothing);
  });

  it('refuses two texts under one name', async () => {
    await expect(rls.run('a', { ...titles, text: 'SELECT 1' })).rejects.toMatchObject({
      code: 'rls.name_taken',
    });
    await expect(
      rls.run('a', { name: 'new', text: 'SELECT 1' }, { name: 'new', text: 'SELECT 2' }),
    ).rejects.toMatchObject({ code: 'rls.name_taken' });
    expect(await nextUser()).toEqual(nothing);
  });
});

describe('transaction', () => {
  it('sets the scope once, with the first statements, and keeps what was done', async () => {
    const before = trips();
    const seen = await rls.transaction('a', async (session) => {
      const [{ rows }] = await session.run(titles);
      await session.run(rename(1, 'Renamed'), rename(1, 'Renamed again'));
      return rows.length;
    });
    expect([seen, await nameOf(1), trips() - before]).toEqual([3, 'Renamed again', 3]);
    expect(await nextUser()).toEqual(nothing);
  });

  it('undoes all when the function throws, and keeps the connection', async () => {
    const fault = new Error('fault');
    await expect(
      rls.transaction('a', async (session) => {
        await session.run(rename(1, 'Lost'));
        throw fault;
      }),
    ).rejects.toBe(fault);
    expect(await nameOf(1)).toBe('Renamed again');
    expect(await nextUser()).toEqual(nothing);
  });

  it('says so when a caught error had undone it', async () => {
    await expect(
      rls.transaction('a', async (session) => {
        await session.run(rename(1, 'Lost'));
        await session.run(divide(0)).catch(() => undefined);
      }),
    ).rejects.toMatchObject({ code: 'rls.transaction_aborted' });
    expect(await nextUser()).toEqual(nothing);
  });

  it('is over when the function has returned', async () => {
    const session = await rls.transaction('a', async (session) => session);
    await expect(session.run(titles)).rejects.toMatchObject({ code: 'rls.session_ended' });
  });

  it('takes an isolation level', async () => {
    const level = await rls.transaction(
      'a',
      async (session) => (await session.run({ text: 'SHOW transaction_isolation' }))[0].rows,
      { isolationLevel: 'SERIALIZABLE' },
    );
    expect(level).toEqual([{ transaction_isolation: 'serializable' }]);
  });
});

it('leaves a connection that is taken by hand without a scope', async () => {
  const client = await rls.pool.connect();
  await client.query('BEGIN');
  await client.query("SELECT set_config('library.house', 'a', true)");
  client.release();
  expect(await nextUser()).toEqual(nothing);
});

it('has a statement for settings', () => {
  expect(setLocal('app.tenant', "o'neil")).toMatchObject({ values: ['app.tenant', "o'neil"] });
});

it('closes at once when it is abandoned, whatever is under way', async () => {
  const { rls: left } = database.open({ max: 2 });
  await left.run('a', titles);
  const sleep = { text: 'SELECT pg_sleep(100)' };
  const waiting = Promise.allSettled([left.run('a', sleep), left.run('a', sleep)]);
  await expect.poll(() => left.pool.totalCount - left.pool.idleCount).toBe(2);
  await left.abandon();
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(left.pool.totalCount).toBe(0);

  // Two connections are just being opened, and one more query waits for either.
  const { rls: early } = database.open({ max: 2 });
  const opening = Promise.allSettled([1, 2, 3].map(() => early.run('a', sleep)));
  await expect.poll(() => early.pool.waitingCount).toBe(1);
  await early.abandon();
  expect((await opening).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(early.pool.totalCount).toBe(0);
  await database.asOwner(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE query = '${sleep.text}' AND datname = current_database()`,
  );
});
