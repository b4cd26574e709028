import { expect, test } from 'vitest';

import { after, before, partsOf } from './clauses.ts';

test('the FROM of IS DISTINCT FROM begins no clause', () => {
  const text = 'a IS DISTINCT FROM b AS differs, c FROM t WHERE d IS NOT DISTINCT\n FROM e';
  expect(before(text, ['from'])).toBe('a IS DISTINCT FROM b AS differs, c ');
  expect(after(text, 'from')).toBe(' t WHERE d IS NOT DISTINCT\n FROM e');
  expect(after('DISTINCT (a) FROM t', 'from')).toBe(' t');
  expect(after('DISTINCT "a" FROM t', 'from')).toBe(' t');
});

test('commas within parentheses, brackets and texts part nothing', () => {
  expect(partsOf(`f(a, b), ARRAY[c, d], 'e, f';`)).toEqual(['f(a, b)', ' ARRAY[c, d]', ` 'e, f'`]);
});
