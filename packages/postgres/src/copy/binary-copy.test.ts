import { expect, it } from 'vitest';
import { withConnection } from '../connection/connection.ts';
import { inDatabase } from '../server.fixture.ts';
import { withBinaryCopy } from './binary-copy.ts';

const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);

/** One row of one int4. */
function row(value: number): Buffer {
  const bytes = Buffer.from([0, 1, 0, 0, 0, 4, 0, 0, 0, 0]);
  bytes.writeInt32BE(value, 6);
  return bytes;
}

it('stores rows cut anywhere, from one buffer used again, and stores nothing when its user fails', () =>
  inDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query('CREATE TABLE t (n int PRIMARY KEY)');
      const bytes = Buffer.concat([header, ...Array.from({ length: 50_000 }, (_, n) => row(n)), trailer]);
      const buffer = Buffer.alloc(70_001);
      const stored = await withBinaryCopy(client, { table: 't', columns: ['n'] }, async (send) => {
        for (let from = 0; from < bytes.length; from += buffer.length) {
          await send(buffer.subarray(0, bytes.copy(buffer, 0, from)));
        }
      });
      expect(stored).toBe(50_000);
      const sum = await client.query('SELECT sum(n)::int AS sum FROM t');
      expect(sum.rows).toEqual([{ sum: (49_999 * 50_000) / 2 }]);

      const broken = withBinaryCopy(client, { table: 't', columns: ['n'] }, async (send) => {
        await send(Buffer.concat([header, row(60_000)]));
        throw new RangeError('mine');
      });
      await expect(broken).rejects.toThrow('mine');
      const twice = withBinaryCopy(client, { table: 't', columns: ['n'] }, (send) =>
        send(Buffer.concat([header, row(7), trailer])),
      );
      await expect(twice).rejects.toMatchObject({ code: 'postgres.unique_violation' });
      expect((await client.query('SELECT count(*)::int AS n FROM t')).rows).toEqual([{ n: 50_000 }]);
    }),
  ));

it.each(['before', 'amid', 'after'])('fails when its connection is ended %s its rows', (moment) =>
  inDatabase(async (url) => {
    const failing = withConnection(url, async (client) => {
      client.on('error', () => undefined);
      const ended = new Promise((resolve) => client.once('end', resolve));
      await client.query('CREATE TABLE t (n int PRIMARY KEY)');
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const end = async (when: string): Promise<void> => {
        if (when !== moment) return;
        // Only a server process that is gone, and known here to be gone, cannot store the rows after all.
        await withConnection(url, (other) =>
          other.query('SELECT pg_terminate_backend($1, 150000)', [rows[0]!.pid]),
        );
        await ended;
      };
      await end('before');
      await withBinaryCopy(client, { table: 't', columns: ['n'] }, async (send) => {
        await send(Buffer.concat([header, row(1)]));
        await end('amid');
        await send(Buffer.concat([row(2), trailer]));
        await end('after');
      });
    });
    await expect(failing).rejects.toThrow(/terminat|connection/i);
  }),
);
