import { expect, test } from 'vitest';
import { inDatabase } from '../server.fixture.ts';
import { cancelledBy } from './cancelled-by.ts';
import { withConnection } from './connection.ts';

test('a query under way ends when the signal aborts, with the reason of the signal, and the session goes on', () =>
  inDatabase((url) =>
    withConnection(url, async (client) => {
      const stop = new AbortController();
      const reason = new Error('enough');
      const waiting = cancelledBy(stop.signal, { url }, client, () => client.query('SELECT pg_sleep(600)'));
      const outcome = waiting.catch((error: unknown) => error);
      await withConnection(url, async (other) => {
        const sleeping = async (): Promise<number | null> => {
          const { rowCount } = await other.query(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
          );
          return rowCount;
        };
        await expect.poll(sleeping).toBe(1);
      });
      stop.abort(reason);
      expect(await outcome).toBe(reason);
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      const late = cancelledBy(stop.signal, { url }, client, () => client.query('SELECT 1'));
      await expect(late).rejects.toBe(reason);
      const own = cancelledBy(new AbortController().signal, { url }, client, () =>
        client.query('SELECT 1 / 0'),
      );
      await expect(own).rejects.toMatchObject({ code: '22012' });
    }),
  ));
