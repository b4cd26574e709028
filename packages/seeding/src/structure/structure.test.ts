import { type Client, withConnection, withTransaction } from '@agora/postgres';
import { useTestDatabase, withTestRole } from '@agora/testkit';
import { beforeEach, expect, test } from 'vitest';
import { SHOP_SCHEMA } from '../testing/shop.fixture.ts';
import { dropStructure } from './drop-structure.ts';
import { mayTakeOff } from './may-take-off.ts';
import { rebuildStructure } from './rebuild-structure.ts';
import { createStructureTable, missingStructure } from './structure-table.ts';

const database = useTestDatabase();
const tables = ['shops', 'products', 'reviews'];

beforeEach(() =>
  withConnection(database.url, (client) =>
    client.query(
      `DROP SCHEMA IF EXISTS agora CASCADE; DROP TABLE IF EXISTS reviews, products, shops CASCADE; ${SHOP_SCHEMA}`,
    ),
  ),
);

async function structureOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `
    SELECT pg_get_indexdef(indexrelid) || ' ' || indisvalid AS line FROM pg_index WHERE indrelid = ANY ($1::text[]::regclass[])
    UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated FROM pg_constraint
     WHERE conrelid = ANY ($1::text[]::regclass[]) AND contype IN ('p', 'u', 'f') ORDER BY 1`,
    [tables],
  );
  return rows.map(({ line }) => line);
}

async function takeOff(client: Client): Promise<void> {
  const { rows } = await client.query<{ role: string }>('SELECT current_user AS role');
  await createStructureTable(client, rows[0]!.role);
  await withTransaction(client, () => dropStructure(client, tables));
}

test('what was taken off is made again as it was, and a row that breaks it is found', () =>
  withConnection(database.url, async (client) => {
    const before = await structureOf(client);
    expect(before.length).toBeGreaterThan(6);
    await takeOff(client);
    expect(await structureOf(client)).toEqual([]);
    expect((await missingStructure(client)).map(({ kind }) => kind).toSorted()).toEqual([
      'foreign key',
      'foreign key',
      'index',
      'key',
      'key',
      'key',
      'key',
    ]);
    await client.query(`INSERT INTO products VALUES (9, 'tea', 'An orphan')`);
    const connection = { url: database.url };
    await expect(rebuildStructure({ connection, tables, connections: 2 })).rejects.toMatchObject({
      code: '23503',
    });
    await client.query('DELETE FROM products');
    const left: number[] = [];
    await rebuildStructure({
      connection,
      tables,
      connections: 2,
      onPart: (_part, count) => left.push(count),
    });
    expect(left.at(-1)).toBe(0);
    expect(await structureOf(client)).toEqual(before);
    expect(await missingStructure(client)).toEqual([]);
  }));

test('a rebuild that ends in the middle goes on with what is left', () =>
  withConnection(database.url, async (client) => {
    const before = await structureOf(client);
    await takeOff(client);
    const connection = { url: database.url };
    const stop = new Error('stopped');
    const cutOff = rebuildStructure({
      connection,
      tables,
      connections: 1,
      onPart: ({ kind }) => {
        if (kind === 'key') throw stop;
      },
    });
    await expect(cutOff).rejects.toBe(stop);
    const missing = await missingStructure(client);
    expect(missing.map(({ kind }) => kind)).toEqual(['foreign key', 'foreign key']);
    await rebuildStructure({ connection, tables, connections: 1 });
    expect(await structureOf(client)).toEqual(before);
  }));

test('nothing is taken off where a key is needed, a row is there or the login is not the owner', () =>
  withConnection(database.url, async (client) => {
    const { rows } = await client.query<{ role: string }>('SELECT current_user AS role');
    const { role } = rows[0]!;
    expect(await mayTakeOff(client, tables, role)).toBe(true);
    await client.query('CREATE VIEW busy AS SELECT s.*, count(*) AS n FROM shops s GROUP BY id');
    expect(await mayTakeOff(client, tables, role)).toBe(false);
    await client.query('DROP VIEW busy; CREATE TABLE others (id int); INSERT INTO others VALUES (1)');
    expect(await mayTakeOff(client, tables, role)).toBe(false);
    await client.query('DELETE FROM others');
    expect(await mayTakeOff(client, tables, role)).toBe(true);
    await withTestRole(database.url, (login) =>
      withConnection(login.url, async (other) => {
        expect(await mayTakeOff(other, tables, login.name)).toBe(false);
      }),
    );
    await client.query('DROP TABLE others');
  }));
