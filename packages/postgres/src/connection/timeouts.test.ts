import { describe, expect, it } from 'vitest';
import { inDatabase } from '../server.fixture.ts';
import { type Client, withConnection } from './connection.ts';
import { withTimeouts } from './timeouts.ts';
import { withTransaction } from './transaction.ts';

async function current(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ lock: string; statement: string }>(
    "SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement",
  );
  return rows.flatMap((row) => [row.lock, row.statement]);
}

describe('withTimeouts', () => {
  it('puts the former settings back outside a transaction, also after an error', async () => {
    await inDatabase((url) =>
      withConnection({ url, lockTimeoutMs: 9000 }, async (client) => {
        await withTimeouts(client, { lockTimeoutMs: 20, statementTimeoutMs: 300_000 }, async () => {
          expect(await current(client)).toEqual(['20ms', '5min']);
        });
        const slow = withTimeouts(client, { statementTimeoutMs: 20 }, () =>
          client.query('SELECT pg_sleep(100)'),
        );
        await expect(slow).rejects.toMatchObject({ code: '57014' });
        expect(await current(client)).toEqual(['9s', '0']);
      }),
    );
  });

  it('puts them back although the statement timeout is too short for that, too', async () => {
    await inDatabase((url) =>
      withConnection({ url, statementTimeoutMs: 300_000 }, async (client) => {
        // As on a machine that stalls: from when the work is done, three statements take longer than they may.
        let stalls = 0;
        const stalling = new Proxy(client, {
          get: (target, name): unknown =>
            name === 'query' && stalls > 0
              ? () => {
                  stalls -= 1;
                  return target.query('SELECT pg_sleep(100)');
                }
              : Reflect.get(target, name, target),
        });
        await withTimeouts(stalling, { statementTimeoutMs: 20 }, () => {
          stalls = 3;
          return Promise.resolve();
        });
        expect(stalls).toBe(0);
        expect(await current(client)).toEqual(['0', '5min']);
      }),
    );
  });

  it('is local to a transaction, over a SET LOCAL before it', async () => {
    await inDatabase((url) =>
      withConnection(url, async (client) => {
        await withTransaction(client, async () => {
          await client.query("SET LOCAL lock_timeout = '3s'");
          await withTimeouts(client, { lockTimeoutMs: 20 }, async () => {
            expect(await current(client)).toEqual(['20ms', '0']);
          });
          expect(await current(client)).toEqual(['3s', '0']);
        });
        expect(await current(client)).toEqual(['0', '0']);
        const failing = withTransaction(client, () =>
          withTimeouts(client, { lockTimeoutMs: 20 }, () => client.query('SELECT 1/0')),
        );
        await expect(failing).rejects.toThrow('division by zero');
        expect(await current(client)).toEqual(['0', '0']);
      }),
    );
  });
});
