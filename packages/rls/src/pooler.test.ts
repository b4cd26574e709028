import { findPgBouncer, startPgBouncer } from '@agora/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from './index.ts';
import { type Library, useLibrary } from './testing/library.fixture.ts';

const pgbouncer = await findPgBouncer();
const database = useLibrary();
const servers = 4;

const facts: Statement<{ role: string; house: string | null; pid: number }> = {
  name: 'facts',
  text: `SELECT current_user AS role, nullif(current_setting('library.house', true), '') AS house, pg_backend_pid() AS pid`,
};

describe
  .skipIf(pgbouncer === undefined)
  .each([{ prepares: false }, ...(pgbouncer?.prepares === true ? [{ prepares: true }] : [])])(
  'through PgBouncer in transaction mode that follows prepared statements: $prepares',
  ({ prepares }) => {
    let through: Awaited<ReturnType<typeof startPgBouncer>>;
    const open = (max: number): Library =>
      database.open({
        connectionString: through.url,
        max,
        settings: { role: database.role, application_name: String.raw`o'neil \ co` },
        pooler: { prepares },
      });
    beforeAll(async () => {
      if (pgbouncer === undefined) return;
      through = await startPgBouncer(pgbouncer, {
        url: database.connection.connectionString,
        connections: servers,
        preparedStatements: prepares ? 20 : 0,
      });
    });
    afterAll(() => through?.stop());

    it('keeps 300 transactions at once apart, over 4 connections of the server', async () => {
      const { rls, library } = open(150);
      const another = open(150);
      const pids = new Set<number>();
      const work = async (turn: number): Promise<unknown> => {
        const house = turn % 2 === 0 ? 'a' : 'b';
        const own = turn % 2 === 0 ? [1, 2, 3] : [4, 5, 6];
        const client = (turn % 3 === 0 ? another.library : library).for(house);
        const pool = turn % 3 === 0 ? another.rls : rls;
        const [{ rows }] = await pool.run(turn % 7 === 0 ? undefined : house, facts);
        pids.add(rows[0]?.pid ?? 0);
        const titles = await client.$transaction(async (transaction) => {
          const books = await transaction.book.findMany({ orderBy: { id: 'asc' } });
          await transaction.book.updateMany({ data: { copies: { increment: 1 } } });
          return books.map(({ id }) => id);
        });
        const unique = await Promise.all([1, 4].map((id) => client.book.findUnique({ where: { id } })));
        const inSession = await pool.transaction(house, async (session) => [
          ...(await session.run(facts))[0].rows,
          ...(await session.run(facts))[0].rows,
        ]);
        return [
          { ...rows[0], pid: 0 },
          titles,
          unique.map((book) => book?.house),
          inSession.map((row) => [row.role, row.house]),
          own,
        ];
      };
      const answers = await Promise.all(Array.from({ length: 300 }, (_, turn) => work(turn)));
      expect(answers).toEqual(
        Array.from({ length: 300 }, (_, turn) => {
          const house = turn % 2 === 0 ? 'a' : 'b';
          const own = turn % 2 === 0 ? [1, 2, 3] : [4, 5, 6];
          return [
            { role: database.role, house: turn % 7 === 0 ? null : house, pid: 0 },
            own,
            turn % 2 === 0 ? ['a', undefined] : [undefined, 'b'],
            [
              [database.role, house],
              [database.role, house],
            ],
            own,
          ];
        }),
      );
      expect(pids.size).toBeGreaterThan(1);
      expect(pids.size).toBeLessThanOrEqual(servers);
    });

    it('leaves nothing in the sessions that it used', async () => {
      const { rls } = open(servers * 2);
      await Promise.all(
        Array.from({ length: servers * 2 }, () => rls.run('a', facts, { text: 'SELECT pg_sleep(0.05)' })),
      );
      const others = await Promise.all(
        Array.from({ length: servers * 2 }, async () => {
          const client = new Client(through.url);
          await client.connect();
          const { rows } = await client.query(
            `SELECT session_user = current_user AS itself, nullif(current_setting('library.house', true), '') AS house, pg_sleep(0.05)`,
          );
          await client.end();
          return [rows[0].itself, rows[0].house];
        }),
      );
      expect(new Set(others.map((other) => JSON.stringify(other)))).toEqual(new Set(['[true,null]']));
    });

    it('gives two programs that call their statements alike their own rows', async () => {
      const programs = [open(servers), open(servers)].map(
        ({ rls }, index) =>
          () =>
            rls.run('a', { name: 'mine', text: `SELECT ${index}::int AS program, pg_sleep(0.01)` }),
      );
      const turns = Array.from({ length: 40 }, (_, turn) => turn % 2);
      const answers = await Promise.all(turns.map(async (program) => programs[program]?.()));
      expect(answers.map((answer) => answer?.[0].rows[0]?.['program'])).toEqual(turns);
    });

    it('reads the columns as they are when a table has changed since a statement was prepared', async () => {
      await database.asOwner(
        `DROP TABLE IF EXISTS shelf; CREATE TABLE shelf (gone text, kept text); GRANT ALL ON shelf TO ${database.role};
       INSERT INTO shelf VALUES ('gone', 'kept')`,
      );
      const { rls } = open(1);
      const all = { name: 'all', text: 'SELECT pg_backend_pid() AS pid, * FROM shelf' };
      const [{ rows: before }] = await rls.run('a', all);
      await database.asOwner('ALTER TABLE shelf DROP COLUMN gone');
      // Whoever holds the session that prepared it leaves another one for it.
      const after = await open(1).rls.transaction('a', async (session) => {
        await session.run(facts);
        return (await rls.run('a', all))[0].rows;
      });
      expect(before).toEqual([{ pid: expect.any(Number), gone: 'gone', kept: 'kept' }]);
      expect(after).toEqual([{ pid: expect.any(Number), kept: 'kept' }]);
      expect(after[0]?.['pid']).not.toBe(before[0]?.['pid']);
    });
  },
);

it('gives the same settings to sessions of its own', async () => {
  const { rls } = database.open({
    options: '',
    settings: { role: database.role, application_name: String.raw`o'neil \ co` },
  });
  const [{ rows }] = await rls.run('a', {
    text: "SELECT current_user AS role, current_setting('application_name') AS name",
  });
  expect(rows).toEqual([{ role: database.role, name: String.raw`o'neil \ co` }]);
});
