import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { telling } from './telling.ts';

const said: string[] = [];
const terminal = {
  terminal: true,
  verbose: false,
  quiet: false,
  note: (text: string) => said.push(`line ${text}`),
};
const log = { ...terminal, terminal: false };
const step = { note: (text: string): void => void said.push(`beside ${text}`) };

beforeEach(() => {
  said.length = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const work = async (tell: (text: string) => void): Promise<string> => {
  tell('1/2 orphans');
  await vi.advanceTimersByTimeAsync(2_500);
  tell('2/2 levels');
  await vi.advanceTimersByTimeAsync(3_000);
  return 'done';
};

test('on a terminal it stands beside the label, with a clock that ticks', async () => {
  expect(await telling(terminal, step, work)).toBe('done');
  expect(said.map((text) => text.replace(/ · .*/, ''))).toEqual([
    'beside 1/2 orphans',
    'beside 1/2 orphans',
    'beside 1/2 orphans',
    'beside 2/2 levels',
    'beside 2/2 levels',
    'beside 2/2 levels',
    'beside 2/2 levels',
  ]);
});

test('elsewhere it is a line every five seconds, and none after the end', async () => {
  await telling(log, step, work);
  expect(said).toEqual(['line    2/2 levels · 5.0 s']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said).toHaveLength(1);
});
