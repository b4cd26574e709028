import { expect, it } from 'vitest';

import { cutName } from './cut-name.ts';

it.each([
  ['users', 63, 'users'],
  ['a'.repeat(64), undefined, 'a'.repeat(63)],
  ['ä'.repeat(40), undefined, 'ä'.repeat(31)],
  [`${'a'.repeat(61)}😀`, undefined, 'a'.repeat(61)],
  ['😀😀', 4, '😀'],
  ['users', 0, ''],
])('%s in %s bytes is %s', (name, bytes, cut) => {
  expect(cutName(name, bytes)).toBe(cut);
});
