import { parseDatabaseUrl, quoteIdentifier, withConnection, withDatabase } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { besideName, type Journal, readRecorded, writeJournal } from './journal.ts';

const database = useTestDatabase();

test('a journal counts where a recovery has put it, and with the names that one gives alone', async () => {
  const shop = parseDatabaseUrl(database.url).database;
  const at = new Date();
  const journal: Journal = {
    version: 1,
    database: shop,
    old: besideName(shop, 'before', at),
    was: null,
    restored: besideName(shop, 'restored', at),
    backup: 'b',
    asOf: at.toISOString(),
    begun: at.toISOString(),
    done: [],
  };
  await withConnection(withDatabase(database.url, 'postgres'), async (client) => {
    const read = async (one: object): Promise<unknown> => {
      await writeJournal(client, shop, { ...journal, ...one });
      return (await readRecorded(client, shop)).journal;
    };
    const allow = (what: boolean): Promise<unknown> =>
      client.query(`ALTER DATABASE ${quoteIdentifier(shop)} WITH ALLOW_CONNECTIONS ${String(what)}`);
    expect(await read({})).toBeUndefined();
    await allow(false);
    try {
      expect(await read({})).toEqual(journal);
      for (const other of [
        { restored: 'payroll' },
        { old: 'payroll' },
        { begun: 'once' },
        { database: 'payroll' },
      ])
        expect(await read(other)).toBeUndefined();
    } finally {
      await allow(true);
    }
  });
});
