import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withConnection, withTransaction } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';
import { createSeedTables, planSeeds, readSeedVersions, withSeedLock, writeSeed } from './index.ts';
import { factories, type Shop, SHOP_SCHEMA } from './testing/shop.fixture.ts';

const database = useTestDatabase();
const page = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');

test('what README.md shows works', () =>
  withConnection(database.url, async (client) => {
    const environment = 'development';
    const contexts: Shop[] = [{ id: 1, products: { tea: 'Tea' } }];
    const { rows } = await client.query<{ role: string }>('SELECT current_user AS role');
    const role = rows[0]!.role;
    await client.query(SHOP_SCHEMA);
    await withSeedLock(client, () =>
      withTransaction(client, async () => {
        await createSeedTables(client, role);
        const planned = planSeeds('demo', factories, contexts, await readSeedVersions(client));
        for (const seed of planned.filter(({ action }) => action !== 'unchanged')) {
          const { made, action } = seed;
          await writeSeed(client, seed, { environment, made, present: made, fresh: action === 'inserted' });
        }
      }),
    );
    expect((await client.query('SELECT name FROM products')).rows).toEqual([{ name: 'Tea' }]);
    for (const line of [
      'await createSeedTables(client, role);',
      "const planned = planSeeds('demo', factories, contexts, await readSeedVersions(client));",
      'await writeSeed(client, seed, { environment, made, present: made, fresh:',
    ])
      expect(page).toContain(line);
  }));
