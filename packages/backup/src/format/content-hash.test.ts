import { expect, test } from 'vitest';
import { type Content, ContentHash } from './content-hash.ts';

function hashOf(...pieces: readonly string[]): Content {
  const hash = new ContentHash();
  for (const piece of pieces) hash.update(Buffer.from(piece));
  return hash.content;
}

test('neither the order of rows nor the pieces they come in count', () => {
  const whole = hashOf('1\ta\n2\tb\n3\tc\n');
  expect(whole.rows).toBe(3);
  expect(hashOf('3\tc\n1\ta\n2\tb\n')).toEqual(whole);
  expect(hashOf('1\t', 'a', '\n2\tb\n3', '\tc\n')).toEqual(whole);
  expect(ContentHash.sum([hashOf('1\ta\n'), hashOf('2\tb\n', '3\tc\n')])).toEqual(whole);
});

test('what stands in a row counts, and how often it is there', () => {
  const different = [
    '1\ta\n2\tb\n',
    '1\tb\n2\ta\n',
    '1\ta\n2\tb\n2\tb\n',
    '1\ta\n2\tb\n\n',
    '1\ta2\tb\n',
    '1\ta\n2\tb\\N\n',
    'a\t1\n2\tb\n',
  ].map((text) => JSON.stringify(hashOf(text)));
  expect(new Set(different).size).toBe(different.length);
});

test('a hundred thousand rows that differ in a digit have as many hashes', () => {
  const hashes = new Set(Array.from({ length: 100_000 }, (_one, n) => hashOf(`${n}\t${n % 7}\n`).hash));
  expect(hashes.size).toBe(100_000);
});

test('a row without its end is no row', () => {
  const hash = new ContentHash();
  hash.update(Buffer.from('1\ta\n2'));
  expect([hash.content.rows, hash.unfinished]).toEqual([1, true]);
});
