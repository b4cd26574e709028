import { expect, test } from 'vitest';
import { factories, products, shops } from '../testing/shop.fixture.ts';
import { contentHash } from './content-hash.ts';
import { makeRows } from './factory.ts';
import { entitiesWithDependents, entitiesWithNeeds } from './selection.ts';

const shop = { id: 1, products: { tea: 'Tea', mug: 'Mug' } };

test('a seed has changed when a value has, its version has or a column has; not by what it leaves unhashed', () => {
  const made = makeRows(products, shop);
  const hash = contentHash([made]);
  expect(contentHash([makeRows(products, shop)])).toBe(hash);
  expect(contentHash([makeRows(products, { ...shop, products: { tea: 'Tea', mug: 'Cup' } })])).not.toBe(hash);
  expect(contentHash([{ ...made, factory: { ...products, version: 2 } }])).not.toBe(hash);
  expect(contentHash([{ ...made, factory: { ...products, unhashed: [] } }])).not.toBe(hash);
  const secret = { ...made, rows: made.rows.map((row) => ({ ...row, secret: 'other' })) };
  expect(contentHash([secret])).toBe(hash);
  // A null is no empty text.
  const [one] = made.rows;
  expect(contentHash([{ ...made, rows: [{ ...one!, name: null }] }])).not.toBe(
    contentHash([{ ...made, rows: [{ ...one!, name: '' }] }]),
  );
});

test('part of the seeds takes along what it needs, and a reset what needs it', () => {
  expect([...entitiesWithNeeds(factories, ['products'])].toSorted()).toEqual(['products', 'shops']);
  expect([...entitiesWithDependents(factories, ['products'])].toSorted()).toEqual(['products', 'reviews']);
  expect(entitiesWithNeeds(factories, undefined).size).toBe(3);
  expect(entitiesWithDependents([shops], undefined)).toEqual(new Set(['shops']));
  for (const choose of [entitiesWithNeeds, entitiesWithDependents])
    expect(() => choose(factories, ['product'])).toThrow('There is no seeded entity "product".');
});
