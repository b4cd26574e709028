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
        await withTimeouts(client, { lockTimeoutMs: 20, statementTimeoutMs: 5000 }, async () => {
          expect(await current(client)).toEqual(['20ms', '5s']);
        });
        const slow = withTimeouts(client, { statementTimeoutMs: 20 }, () =>
          client.query('SELECT pg_sleep(5)'),
        );
        await expect(slow).rejects.toMatchObject({ code: '57014' });
        expect(await current(client)).toEqual(['9s', '0']);
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
