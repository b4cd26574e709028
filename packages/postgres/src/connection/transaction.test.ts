import { describe, expect, it } from 'vitest';
import { inDatabase } from '../server.fixture.ts';
import { type Client, withConnection } from './connection.ts';
import { inTransaction, withTransaction } from './transaction.ts';

function withTable(use: (client: Client) => Promise<void>): Promise<void> {
  return inDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query('CREATE TABLE t (n int UNIQUE)');
      await use(client);
    }),
  );
}

const rows = async (client: Client): Promise<unknown[]> =>
  (await client.query('SELECT n FROM t ORDER BY n')).rows;

describe('withTransaction', () => {
  it('commits what returns and rolls back what throws', async () => {
    await withTable(async (client) => {
      await withTransaction(client, () => client.query('INSERT INTO t VALUES (1)'));
      const failing = withTransaction(client, async () => {
        await client.query('INSERT INTO t VALUES (2)');
        throw new Error('stop');
      });
      await expect(failing).rejects.toThrow('stop');
      expect(await rows(client)).toEqual([{ n: 1 }]);
      expect(inTransaction(client)).toBe(false);
    });
  });

  it('does not pretend to commit after a hidden failure', async () => {
    await withTable(async (client) => {
      const hiding = withTransaction(client, async () => {
        await client.query('INSERT INTO t VALUES (1)');
        await client.query('SELECT 1/0').catch(() => undefined);
      });
      await expect(hiding).rejects.toMatchObject({ code: 'postgres.transaction_aborted' });
      expect(await rows(client)).toEqual([]);
    });
  });

  it('refuses to nest', async () => {
    await withTable(async (client) => {
      const nested = withTransaction(client, () => withTransaction(client, () => Promise.resolve()));
      await expect(nested).rejects.toMatchObject({ code: 'postgres.nested_transaction' });
    });
  });

  it('runs as asked', async () => {
    await withTable(async (client) => {
      const read = withTransaction(
        client,
        async () => {
          const { rows: found } = await client.query('SHOW transaction_isolation');
          expect(found).toEqual([{ transaction_isolation: 'serializable' }]);
          await client.query('INSERT INTO t VALUES (1)');
        },
        { isolation: 'serializable', readOnly: true, deferrable: true },
      );
      await expect(read).rejects.toMatchObject({ code: '25006' });
    });
  });
});
