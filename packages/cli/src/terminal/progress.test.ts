import { describe, expect, test } from 'vitest';

import { compact, duration, renderProgress, startProgress } from './progress.ts';
import { displayWidth } from './table.ts';

test.each([
  [0, '0 ms'],
  [84.6, '85 ms'],
  [1400, '1.4 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [11_520_000, '3 h 12 min'],
])('%i ms are "%s"', (ms, text) => expect(duration(ms)).toBe(text));

test.each([
  [0, '0'],
  [7, '7'],
  [7.25, '7.3'],
  [72.5, '73'],
  [1234, '1.23K'],
  [1_234_567, '1.23M'],
])('%d is short for "%s"', (value, text) => expect(compact(value)).toBe(text));

describe('renderProgress', () => {
  const half = { label: 'comments', done: 500, total: 1000, unit: 'rows', elapsedMs: 2000 };

  test('shows share, count, rate and what remains', () => {
    const text = renderProgress(half, 80);
    expect(text).toMatch(/^comments {2}█+░+ {2}50% {2}500\/1K rows · 250\/s · 2\.0 s left$/);
    expect(text.match(/█/g)).toHaveLength(text.match(/░/g)!.length);
  });

  test('never overflows the terminal while there is room for the figures', () => {
    for (const columns of [60, 70, 80, 120]) {
      expect(displayWidth(renderProgress(half, columns))).toBeLessThanOrEqual(columns);
    }
  });

  test('leaves the bar out where there is no room or no total', () => {
    expect(renderProgress(half, 40)).not.toContain('█');
    expect(renderProgress({ ...half, total: undefined }, 80)).toBe('comments  500 rows · 250/s');
  });

  test('stays at 100% when more was done than announced', () => {
    expect(renderProgress({ ...half, done: 1500 }, 80)).toContain('100%');
  });
});

function started(isTerminal: boolean): {
  written: string[];
  at(ms: number, done: number): void;
  finish(): void;
} {
  const written: string[] = [];
  let clock = 0;
  const progress = startProgress(
    { isTerminal, columns: 80, write: (text) => written.push(text) },
    { label: 'rows', total: 100, intervalMs: 100, now: () => clock },
  );
  return {
    written,
    at(ms, done) {
      clock = ms;
      progress.advance(done);
    },
    finish: () => progress.finish(),
  };
}

describe('startProgress', () => {
  test('redraws one line on a terminal and removes it at the end', () => {
    const bar = started(true);
    bar.at(50, 10); // too soon
    bar.at(150, 10);
    bar.finish();
    bar.finish();
    bar.at(500, 10);
    expect(bar.written).toHaveLength(3);
    expect(bar.written[1]!.startsWith('\r\u001b[2Krows ')).toBe(true);
    expect(bar.written[1]).toContain(' 20%');
    expect(bar.written[2]).toBe('\r\u001b[2K');
  });

  test('prints plain lines elsewhere', () => {
    const bar = started(false);
    bar.at(150, 20);
    bar.finish();
    expect(bar.written).toHaveLength(1);
    expect(bar.written[0]).toMatch(/^rows .*20%.*\n$/);
    expect(bar.written[0]).not.toContain('\u001b');
  });
});
