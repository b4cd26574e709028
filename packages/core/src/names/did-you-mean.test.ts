import { describe, expect, test } from 'vitest';

import { didYouMean, distance } from './did-you-mean.ts';

describe('distance', () => {
  test.each([
    ['', '', 0],
    ['status', 'status', 0],
    ['stauts', 'status', 1], // neighbours swapped
    ['statu', 'status', 1],
    ['statuses', 'status', 2],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('%j to %j is %i', (a, b, expected) => {
    expect(distance(a, b)).toBe(expected);
    expect(distance(b, a)).toBe(expected);
  });
});

describe('didYouMean', () => {
  const verbs = ['deploy', 'rollback', 'status', 'stamp', 'sql', 'history'];

  test('finds the near ones, best first', () => {
    expect(didYouMean('stauts', verbs)).toEqual(['status']);
    expect(didYouMean('stam', verbs)).toEqual(['stamp']);
    expect(didYouMean('sttus', ['stamp', 'status'])).toEqual(['status']);
  });

  test('takes a beginning of three letters or more', () => {
    expect(didYouMean('roll', verbs)).toEqual(['rollback']);
    expect(didYouMean('ro', verbs)).toEqual([]);
  });

  test('offers nothing when nothing is near', () => {
    expect(didYouMean('banana', verbs)).toEqual([]);
    expect(didYouMean('x', ['json', 'quiet'])).toEqual([]);
  });

  test('knows options by their dashes, and capitals as letters', () => {
    expect(didYouMean('--jsno', ['--json', '--quiet'])).toEqual(['--json']);
    expect(didYouMean('DEPLOY', verbs)).toEqual(['deploy']);
  });

  test('offers three at most', () => {
    expect(didYouMean('aaaa', ['aaab', 'aaac', 'aaad', 'aaae'])).toHaveLength(3);
  });
});
