import { expect, it } from 'vitest';
import { EnteredScope } from './scope.ts';

const keyOf = (...values: unknown[]): string =>
  new EnteredScope([{ text: 'SELECT set($1, $2)', values }]).key;

it('is the same for the same statements and values', () => {
  expect(keyOf('a', 1)).toBe(keyOf('a', 1));
});

it.each([
  ['the value', [1], [2]],
  ['the type of a value', [1], ['1']],
  ['where one value ends', ['a,b'], ['a', 'b']],
  ['nothing and a value', [null], ['null']],
])('differs by %s', (_name, one, other) => {
  expect(keyOf(...one)).not.toBe(keyOf(...other));
});

it('differs by the text', () => {
  expect(new EnteredScope([{ text: 'SELECT 1' }]).key).not.toBe(new EnteredScope([{ text: 'SELECT 2' }]).key);
});

it.each([[new Date(0)], [0.5], [Number.NaN], [{ tenant: 1 }], [Buffer.from('a')], [undefined], [[1]]])(
  'is each its own where a value may be written as another: %s',
  (value) => {
    expect(keyOf(value)).not.toBe(keyOf(value));
  },
);
