import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { withPeriodicNotes } from './periodic-notes.ts';

const printed: string[] = [];
const terminal = {
  terminal: true,
  verbose: false,
  quiet: false,
  note: (text: string) => printed.push(`line ${text}`),
};
const log = { ...terminal, terminal: false };
const step = { note: (text: string): void => void printed.push(`beside ${text}`) };

beforeEach(() => {
  printed.length = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const work = async (report: (text: string) => void): Promise<string> => {
  report('1/2 orphans');
  await vi.advanceTimersByTimeAsync(2_500);
  report('2/2 levels');
  await vi.advanceTimersByTimeAsync(3_000);
  return 'done';
};

test('on a terminal it stands beside the label, with a clock that ticks', async () => {
  expect(await withPeriodicNotes(terminal, step, work)).toBe('done');
  expect(printed.map((text) => text.replace(/ · .*/, ''))).toEqual([
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
  await withPeriodicNotes(log, step, work);
  expect(printed).toEqual(['line    2/2 levels · 5.0 s']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(printed).toHaveLength(1);
});
