import { describe, expect, it } from 'vitest';

import { fromPattern } from './from-pattern.ts';

describe('a text for a pattern', () => {
  it.each([
    '^[a-z0-9-]+$',
    String.raw`^\+?[1-9]\d{1,14}$`,
    '^b[a-z2-7]{58,}$',
    '^(foo|bar)-[[:digit:]]{3}$',
    '^#(?:[0-9a-f]{3}){1,2}$',
    '^[^@ ]+@[^@ ]+[.][a-z]{2,}$',
    '^v?[0-9]+[.][0-9]+$',
  ])('matches %s', (pattern) => {
    const expression = new RegExp(pattern.replace('[[:digit:]]', String.raw`\d`));
    for (const row of [1, 2, 3, 7]) expect(fromPattern(pattern, row)).toMatch(expression);
  });

  it('gives up on what it does not know', () => {
    expect(fromPattern('^(?=.*[a-z]).+$', 1)).toBeUndefined();
    expect(fromPattern(String.raw`(a)\1`, 1)).toBeUndefined();
  });
});
