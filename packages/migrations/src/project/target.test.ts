import { expect, test } from 'vitest';

import { makeScript } from './folder.ts';
import { migrationsAfter, resolveTarget } from './target.ts';

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

test('a baseline that went into a squash means the squash', () => {
  const migrations = [
    [
      '20240105000000_squashed',
      '-- agora: replaces 20240104000000_d\n-- agora: replaces 20240101000000_a within 20240104000000_d\n',
    ],
    ['20240106000000_f', ''],
  ].map(([name = '', sql = '']) => ({ name, directory: name, up: makeScript(name, sql) }));
  for (const baseline of ['20240101000000_a', '20240104000000_d', '20240105000000_squashed'])
    expect(migrationsAfter(migrations, baseline)).toEqual(migrations.slice(1));
  expect(() => migrationsAfter(migrations, '20240103000000_c')).toThrow(
    expect.objectContaining({ code: 'migrations.unknown_target' }),
  );
});
