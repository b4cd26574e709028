import { describe, expect, it } from 'vitest';
import { inDatabase } from '../server.fixture.ts';
import { withAdvisoryLock } from './advisory-lock.ts';
import { type Client, withConnection } from './connection.ts';

function withTwo(use: (a: Client, b: Client) => Promise<void>): Promise<void> {
  return inDatabase((url) =>
    withConnection({ url, applicationName: 'first' }, (a) => withConnection(url, (b) => use(a, b))),
  );
}

describe('withAdvisoryLock', () => {
  it.each([72707369n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 5])(
    'keeps others out with key %s, and names the holder',
    async (key) => {
      await withTwo(async (a, b) => {
        await withAdvisoryLock(a, key, async () => {
          const second = withAdvisoryLock(b, key, () => Promise.resolve());
          await expect(second).rejects.toMatchObject({
            code: 'postgres.lock_not_available',
            why: expect.stringContaining('(first)'),
          });
        });
        expect(await withAdvisoryLock(b, key, () => Promise.resolve('free'))).toBe('free');
      });
    },
  );

  it('waits as long as it is told', async () => {
    await withTwo(async (a, b) => {
      const order: string[] = [];
      let ended: Promise<unknown> | undefined;
      await withAdvisoryLock(a, 1, async () => {
        let second: Promise<unknown> | undefined;
        // The first ends once the second waits, and not before.
        await new Promise<void>((resolve) => {
          second = withAdvisoryLock(b, 1, () => Promise.resolve(order.push('second')), {
            waitMs: 60_000,
            pollMs: 10,
            onWait: () => {
              order.push('waiting');
              resolve();
            },
          });
        });
        order.push('first');
        ended = second;
      });
      await ended;
      expect(order).toEqual(['waiting', 'first', 'second']);
      const late = withAdvisoryLock(a, 1, () =>
        withAdvisoryLock(b, 1, () => Promise.resolve(), { waitMs: 60, pollMs: 20 }),
      );
      await expect(late).rejects.toThrow('waited 60 ms');
    });
  });

  it('gives the lock back after an error, and keeps that error', async () => {
    await withTwo(async (a, b) => {
      await expect(withAdvisoryLock(a, 1, () => a.query('SELECT 1/0'))).rejects.toThrow('division by zero');
      expect(await withAdvisoryLock(b, 1, () => Promise.resolve('free'))).toBe('free');
    });
  });
});
