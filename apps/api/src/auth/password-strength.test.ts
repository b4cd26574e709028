import { expect, it } from 'vitest';
import { processorMs } from '../testing/processor-time.fixture.ts';
import { weaknessOf } from './password-strength.ts';

const own = ['priya_k', 'priya.kumar@example.com', 'Priya Kumar', 'TechCorp'];

it.each([
  ['password', 'one of the ten'],
  ['qwertyuiop', 'one of the hundred'],
  ['P@ssw0rd', 'common'],
  ['aaaaaaaaaaaa', 'one character'],
  ['abcabcabcabc', 'over and over'],
  ['priyakumar', 'your name'],
  ['techcorp2026', 'name of the community'],
  ['TechCorp techcorp', 'name of the community'],
  ['priya@techcorp!1', 'your name'],
  ['priya.kumar@example.com', 'your name'],
  ['19121987', 'date'],
])('%s is easy to guess: %s', async (password, reason) => {
  expect(await weaknessOf(password, own)).toContain(reason);
});

it.each([
  'a long password',
  'correct horse battery staple',
  'xk29#lqP',
  'priya has 3 green boats',
  'дом у синей реки',
  '深い森の青い家です',
])('%s is not', async (password) => {
  expect(await weaknessOf(password, own)).toBeUndefined();
});

it('looks at a bounded part of a long one', async () => {
  await weaknessOf('warm', own);
  const long = Array.from({ length: 200 }, (_, at) => String.fromCodePoint(33 + ((at * 37) % 90))).join('');
  let answer: Promise<string | undefined> | undefined;
  const spent = processorMs(() => (answer = weaknessOf(long, own)));
  expect(await answer).toBeUndefined();
  expect(spent).toBeLessThan(500);
});
