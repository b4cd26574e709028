import { type Client, withConnection, withTransaction } from '@agora/postgres';
import { useTestDatabase, withTestRole } from '@agora/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createSeedTables,
  deleteSeededRows,
  deleteVanishedRows,
  keepKeys,
  forgetSeed,
  readSeedVersions,
} from '../records/index.ts';
import { keysOf } from '../rows/index.ts';
import { factories, products, reviews, type Shop, SHOP_SCHEMA } from '../testing/shop.fixture.ts';
import { readCoverage } from './coverage.ts';
import { refuseLostRows, refuseOwnRows, rememberOwnRows } from './own-rows.ts';
import { planSeeds } from './plan-seeds.ts';
import { verifyCounts } from './verify-counts.ts';
import { writeSeed } from './write-seed.ts';

const database = useTestDatabase();
const first: Shop[] = [
  { id: 1, products: { tea: 'Green tea', mug: 'Mug' } },
  { id: 2, products: { tea: 'Black tea' } },
];
const scopes = ['1', '2'];

beforeEach(() =>
  withConnection(database.url, (client) =>
    client.query(
      `DROP SCHEMA IF EXISTS agora CASCADE; DROP TABLE IF EXISTS reviews, products, shops; ${SHOP_SCHEMA}`,
    ),
  ),
);

/** As a project composes it: what has vanished goes, the rest is written; returns the actions. */
function apply(client: Client, shops: readonly Shop[]): Promise<string[]> {
  return withTransaction(client, async () => {
    const { rows } = await client.query<{ role: string }>('SELECT current_user AS role');
    await createSeedTables(client, rows[0]!.role);
    const planned = planSeeds('demo', factories, shops, await readSeedVersions(client));
    await rememberOwnRows(client, factories, scopes);
    for (const one of planned.toReversed()) {
      if (one.action !== 'updated') continue;
      const { factory, name, made } = one;
      await keepKeys(client, { name, table: factory, keys: keysOf(made) });
      await deleteVanishedRows(client, factory, name);
    }
    await refuseLostRows(client, factories);
    for (const one of planned) {
      if (one.action === 'unchanged') continue;
      const fresh = one.action === 'inserted';
      await writeSeed(client, one, { environment: 'test', made: one.made, present: one.made, fresh });
    }
    await verifyCounts(
      client,
      scopes,
      planned.flatMap(({ made }) => made),
    );
    return planned.map(({ action }) => action);
  });
}

async function names(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT shop_id || ' ' || sku || ' ' || name AS name FROM products ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

describe('seeds of any project', () => {
  test('are written once, again where they have changed, and what they no longer have is taken away', () =>
    withConnection(database.url, async (client) => {
      expect(await apply(client, first)).toEqual(['inserted', 'inserted', 'inserted']);
      expect(await apply(client, first)).toEqual(['unchanged', 'unchanged', 'unchanged']);
      await client.query(`INSERT INTO products VALUES (2, 'own', 'Somebody’s own')`);
      const changed = [{ id: 1, products: { tea: 'Tea', pot: 'Pot' } }, first[1]!];
      expect(await apply(client, changed)).toEqual(['unchanged', 'updated', 'updated']);
      expect(await names(client)).toEqual([
        '1 pot Pot',
        '1 tea Tea',
        '2 own Somebody’s own',
        '2 tea Black tea',
      ]);
      await client.query("SET DateStyle = 'SQL, DMY'");
      const versions = await readSeedVersions(client);
      expect([...versions.keys()]).toEqual(['demo/products', 'demo/reviews', 'demo/shops']);
      expect(versions.get('demo/products')).toMatchObject({
        environment: 'test',
        version: 1,
        rows: 3,
        executedAt: expect.any(Date),
      });
    }));

  test('take back what is theirs, and only that; what people added stops a reset that would touch it', () =>
    withConnection(database.url, async (client) => {
      await apply(client, first);
      await refuseOwnRows(client, factories, scopes);
      await client.query(`INSERT INTO reviews VALUES (1, 'tea', 2, 'I like it.')`);
      await expect(refuseOwnRows(client, factories, scopes)).rejects.toMatchObject({
        code: 'seed.own_rows',
        why: expect.stringContaining('reviews: {1,tea,2}') as unknown,
      });
      // It is in the shop that is looked at, and in no other.
      await refuseOwnRows(client, factories, ['2']);
      expect(await deleteSeededRows(client, reviews, 'demo/reviews')).toBe(3);
      await forgetSeed(client, 'demo/reviews');
      const left = await client.query('SELECT text FROM reviews');
      expect(left.rows).toEqual([{ text: 'I like it.' }]);
      expect((await readSeedVersions(client)).has('demo/reviews')).toBe(false);
    }));

  test('keep everything when a changed seed would take people’s rows along, or wants what people have taken', () =>
    withConnection(database.url, async (client) => {
      await apply(client, first);
      await client.query(`INSERT INTO reviews VALUES (1, 'mug', 2, 'Mine leaks.')`);
      const before = await names(client);
      await expect(
        apply(client, [{ id: 1, products: { tea: 'Green tea' } }, first[1]!]),
      ).rejects.toMatchObject({
        code: 'seed.own_rows',
        why: expect.stringContaining('{1,mug,2}') as unknown,
      });
      expect(await names(client)).toEqual(before);
      await client.query(`INSERT INTO products VALUES (2, 'own', 'Pot')`);
      await expect(
        apply(client, [first[0]!, { id: 2, products: { tea: 'Black tea', pot: 'Pot' } }]),
      ).rejects.toMatchObject({ code: 'seed.own_rows', why: expect.stringContaining('Pot') as unknown });
      expect(await names(client)).toEqual([...before, '2 own Pot'].toSorted());
    }));

  test('are not believed before they have been read back', () =>
    withConnection(database.url, async (client) => {
      await client.query(`CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER swallow BEFORE INSERT ON reviews FOR EACH ROW EXECUTE FUNCTION swallow()`);
      await expect(apply(client, first)).rejects.toMatchObject({
        code: 'seed.verification_failed',
        why: 'reviews: 0 rows of 3',
      });
      expect(await names(client)).toEqual([]);
    }));

  test('say which login may not make their tables, and what would let it', () =>
    withTestRole(database.url, (login) =>
      withConnection(login.url, async (client) => {
        await expect(createSeedTables(client, login.name)).rejects.toMatchObject({
          code: 'seed.no_rights',
          fix: expect.stringContaining(login.name) as unknown,
        });
      }),
    ));

  test('that leave a table or a column empty are found, and so are those that fill what is not there', () =>
    withConnection(database.url, async (client) => {
      const rules = {
        unseeded: { reviews: 'people write them' },
        unfilled: { 'products.secret': 'made by whoever buys' },
        fixTable: (table: string) => `fill ${table}`,
        fixColumn: (entity: string) => `fill a column of ${entity}`,
      };
      const some = { ...products, columns: ['shop_id', 'sku', 'colour'] };
      await client.query('CREATE TABLE carts (id int)');
      const gaps = await readCoverage(client, [some, { ...products, entity: 'gone', table: 'gone' }], rules);
      expect(gaps.map(({ table, column, problem }) => `${table} ${column ?? '-'} ${problem}`)).toEqual([
        'carts - no factory fills this table',
        'products name no factory fills this column',
        'products colour the table has no such column',
        'shops - no factory fills this table',
        'gone - there is no such table',
      ]);
      expect(gaps[0]!.fix).toBe('fill carts');
      await client.query('DROP TABLE carts');
    }));
});
