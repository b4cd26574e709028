import { describe, expect, it } from 'vitest';
import { inDatabase } from '../server.fixture.ts';
import { withConnection } from './connection.ts';
import { retryOnLockTimeout, retryOnSerializationFailure, type RetryInfo } from './retry.ts';
import { withTimeouts } from './timeouts.ts';
import { withTransaction } from './transaction.ts';

const failure = (code: string): Error => Object.assign(new Error(code), { code, severity: 'ERROR' });

describe('retryOnLockTimeout', () => {
  it('takes a lock once its holder is done', async () => {
    await inDatabase((url) =>
      withConnection(url, (holder) =>
        withConnection(url, async (client) => {
          await holder.query('CREATE TABLE t (n int)');
          await holder.query('BEGIN; LOCK TABLE t');
          const retries: number[] = [];
          await retryOnLockTimeout(
            async (n) => {
              if (n === 3) await holder.query('COMMIT');
              return withTimeouts(client, { lockTimeoutMs: 20 }, () =>
                client.query('ALTER TABLE t ADD m int'),
              );
            },
            { baseDelayMs: 1, onRetry: ({ attempt }) => retries.push(attempt) },
          );
          expect(retries).toEqual([1, 2]);
        }),
      ),
    );
  });

  it('waits longer each time, up to a bound, and gives up with the last error', async () => {
    const seen: RetryInfo[] = [];
    const run = retryOnLockTimeout((n) => Promise.reject(Object.assign(failure('55P03'), { n })), {
      attempts: 5,
      baseDelayMs: 2,
      maxDelayMs: 9,
      random: () => 1,
      onRetry: (info) => seen.push(info),
    });
    await expect(run).rejects.toMatchObject({ n: 5 });
    expect(seen.map((info) => info.delayMs)).toEqual([2, 4, 8, 9]);
  });

  it('does not repeat what will not pass', async () => {
    let attempts = 0;
    const run = retryOnLockTimeout(() => {
      attempts += 1;
      return Promise.reject(failure('42P01'));
    });
    await expect(run).rejects.toThrow('42P01');
    expect(attempts).toBe(1);
  });

  it('stops at a signal', async () => {
    const reason = new Error('Ctrl-C');
    const controller = new AbortController();
    const run = retryOnLockTimeout(() => Promise.reject(failure('55P03')), {
      baseDelayMs: 60_000,
      maxDelayMs: 60_000,
      random: () => 1,
      signal: controller.signal,
      onRetry: () => {
        setTimeout(() => {
          controller.abort(reason);
        }, 10);
      },
    });
    await expect(run).rejects.toBe(reason);
  });
});

describe('retryOnSerializationFailure', () => {
  it('lets every one of several concurrent increments count', async () => {
    await inDatabase(async (url) => {
      await withConnection(url, (client) => client.query('CREATE TABLE c AS SELECT 0 AS n'));
      const increment = (): Promise<unknown> =>
        withConnection(url, (client) =>
          retryOnSerializationFailure(
            () =>
              withTransaction(
                client,
                async () => {
                  const { rows } = await client.query<{ n: number }>('SELECT n FROM c');
                  await client.query('UPDATE c SET n = $1', [(rows[0]?.n ?? 0) + 1]);
                },
                { isolation: 'serializable' },
              ),
            { attempts: 50, baseDelayMs: 5, maxDelayMs: 50 },
          ),
        );
      await Promise.all(Array.from({ length: 6 }, increment));
      const { rows } = await withConnection(url, (client) => client.query('SELECT n FROM c'));
      expect(rows).toEqual([{ n: 6 }]);
    });
  });

  it("reads a driver adapter's code", async () => {
    const error = Object.assign(new Error('TransactionWriteConflict'), { cause: { originalCode: '40001' } });
    const run = retryOnSerializationFailure((n) => (n < 3 ? Promise.reject(error) : Promise.resolve(n)), {
      baseDelayMs: 1,
    });
    expect(await run).toBe(3);
  });
});
