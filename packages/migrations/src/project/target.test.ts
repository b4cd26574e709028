import { expect, test } from 'vitest';

import { resolveTarget } from './target.ts';

const names = ['20240101000000_a', '20240201000000_b', '20240202000000_b_more'];

test.each([
  ['20240201000000_b', '20240201000000_b'],
  ['b', '20240201000000_b'],
  ['202401', '20240101000000_a'],
])('%s means %s', (given, expected) => {
  expect(resolveTarget(names, given)).toBe(expected);
});

test('two that begin alike are not guessed between', () => {
  expect(() => resolveTarget(names, '202402')).toThrow(
    expect.objectContaining({ code: 'migrations.ambiguous_target' }),
  );
});

test('an empty name means none, also where there is but one', () => {
  expect(() => resolveTarget(names.slice(0, 1), '')).toThrow(
    expect.objectContaining({ code: 'migrations.unknown_target' }),
  );
});
