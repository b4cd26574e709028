import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { slowTests } from '@agora/testkit';
import { expect, test } from 'vitest';
import * as z from 'zod';

import { judge, type Judgement } from './judge.ts';
import type { Series, Window } from './series.ts';
import {
  fitLine,
  normalQuantile,
  normalShare,
  quickMean,
  studentQuantile,
  trimmedMean,
} from './statistics.ts';

const recording = z.object({ names: z.array(z.string()), windows: z.array(z.array(z.number())) });

/**
 * Ten minutes of a machine with two cores that others worked on, second by second: for each query the quickest call by the
 * server, and the mean by the client. Meanwhile a process took a core, tables were written and checkpoints made, a backup
 * ran, and a daily peak came and went.
 */
const recorded = read('recorded.fixture.json');
/** Twelve minutes of the same machine under ten times as much as it can do, of other queries, by `pnpm run record`. */
const busy = read('recorded-busy.fixture.json');

type Recording = z.output<typeof recording>;
function read(name: string): Recording {
  return recording.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, name), 'utf8')));
}

const treated = ['page', 'totals', 'write'];
const WINDOWS = 60;
const CALLS = 20;
const thresholds = { slower: 0.2, errors: 0.05 };

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** A deploy somewhere in the recording, which makes one of the queries slower or fail more. */
function decide(
  { names, windows }: Recording,
  random: () => number,
  planted: { readonly factor?: number; readonly failing?: number },
): Judgement {
  const at = Math.floor(random() * (windows.length - 2 * WINDOWS));
  const hit = treated[Math.floor(random() * treated.length)];
  const windowsOf = (name: string, from: number, isAfter: boolean): readonly Window[] => {
    const column = names.indexOf(name) * 2;
    const [factor, failing] =
      isAfter && name === hit ? [planted.factor ?? 1, planted.failing ?? 0.002] : [1, 0.002];
    return windows.slice(from, from + WINDOWS).map((row) => ({
      calls: CALLS,
      errors: Array.from({ length: CALLS }, random).filter((chance) => chance < failing).length,
      quickMs: row[column]! * factor,
      meanMs: row[column + 1]! * factor,
    }));
  };
  return judge(
    names.map((name) => ({
      name,
      control: !treated.includes(name),
      before: windowsOf(name, at, false),
      after: windowsOf(name, at + WINDOWS, true),
    })),
    thresholds,
  );
}

function worseOf(count: number, planted: Parameters<typeof decide>[2], from = recorded): number {
  const random = randomFrom(SEED);
  return Array.from({ length: count }, () => decide(from, random, planted)).filter(
    ({ verdict }) => verdict === 'worse',
  ).length;
}

const COUNT = slowTests ? 1000 : 100;
/** Milliseconds; a thousand decisions take minutes on a machine that others work on. */
const WITHIN = 1_200_000;
/** Where slow tests run another each time: what is promised holds for any. */
const SEED = slowTests ? randomInt(2 ** 31) : 20_261_130;

test(
  'noise alone is no regression',
  () => {
    expect(worseOf(COUNT, {}), `seed ${SEED}`).toBeLessThanOrEqual(COUNT / 1000);
    expect(worseOf(COUNT, {}, busy), `seed ${SEED}`).toBeLessThanOrEqual(COUNT / 1000);
  },
  WITHIN,
);

test(
  'a failure of six in a hundred is found',
  () => {
    expect(worseOf(COUNT, { failing: 0.06 }), `seed ${SEED}`).toBeGreaterThanOrEqual(COUNT * 0.99);
  },
  WITHIN,
);

test(
  'what is slower by a quarter is found',
  () => {
    expect(worseOf(COUNT, { factor: 1.25 }), `seed ${SEED}`).toBeGreaterThanOrEqual(COUNT * 0.99);
  },
  WITHIN,
);

/** Windows around a time, with the same small noise for every seed. */
function steady(ms: number, count: number, seed: number, more: Partial<Window> = {}): readonly Window[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const meanMs = ms * (1 + random() / 20);
    return { calls: 50, errors: 0, quickMs: meanMs, meanMs, ...more };
  });
}

function seriesOf(
  name: string,
  control: boolean,
  before: readonly Window[],
  after: readonly Window[],
): Series {
  return { name, control, before, after };
}

const controls = [1, 2, 3].map((seed) =>
  seriesOf(`control ${seed}`, true, steady(seed, 30, seed), steady(seed, 30, seed + 10)),
);

test('a machine that became slow is no regression, and one that hides it is seen through', () => {
  const slow = controls.map((one, at) => ({ ...one, after: steady((at + 1) * 1.5, 30, at + 20) }));
  const like = seriesOf('query', false, steady(2, 30, 7), steady(3, 30, 8));
  expect(judge([like, ...slow], thresholds)).toMatchObject({ verdict: 'fine' });
  const worse = seriesOf('query', false, steady(2, 30, 7), steady(4.5, 30, 8));
  expect(judge([worse, ...slow], thresholds)).toMatchObject({ verdict: 'worse', cause: 'slower' });
});

test('without a control what is slower is uncertain, and what is not is fine', () => {
  const slower = seriesOf('query', false, steady(2, 30, 7), steady(3, 30, 8));
  expect(judge([slower], thresholds)).toMatchObject({ verdict: 'uncertain' });
  const same = seriesOf('query', false, steady(2, 30, 7), steady(2, 30, 8));
  expect(judge([same], thresholds)).toMatchObject({ verdict: 'fine' });
});

test('too little is uncertain', () => {
  expect(judge([], thresholds)).toMatchObject({ verdict: 'uncertain', certainty: 0 });
  const short = seriesOf('query', false, steady(2, 5, 7), steady(9, 5, 8));
  expect(judge([short, ...controls], thresholds)).toMatchObject({ verdict: 'uncertain' });
});

test('a burst of failures is no steady one, and one that was there before is nobody’s doing', () => {
  const before = steady(2, 60, 7);
  const burst = steady(2, 60, 8).map((window, at) =>
    at >= 20 && at < 24 ? { ...window, errors: 50 } : window,
  );
  expect(judge([seriesOf('burst', false, before, burst), ...controls], thresholds).verdict).not.toBe('worse');
  const failing = steady(2, 60, 8, { errors: 10 });
  expect(judge([seriesOf('always', false, failing, failing), ...controls], thresholds).verdict).toBe('fine');
  expect(judge([seriesOf('now', false, before, failing), ...controls], thresholds)).toMatchObject({
    verdict: 'worse',
    cause: 'errors',
  });
});

test('what answers nothing any more is found by its errors', () => {
  const dead = Array.from({ length: 10 }, () => ({ calls: 1, errors: 1 }));
  const verdict = judge([seriesOf('query', false, steady(2, 30, 7), dead), ...controls], thresholds, 'early');
  expect(verdict).toMatchObject({ verdict: 'worse', cause: 'errors' });
});

test('the figures of statistics are those of the tables', () => {
  expect(normalShare(1.96)).toBeCloseTo(0.975, 4);
  expect(normalQuantile(0.001)).toBeCloseTo(3.0902, 3);
  expect(normalQuantile(1e-7)).toBeCloseTo(5.1993, 2);
  expect(studentQuantile(0.025, 10)).toBeCloseTo(2.2281, 2);
  const values = Array.from({ length: 60 }, (_, at) => (at * 37) % 60);
  expect(trimmedMean([...values, 1e6]).value).toBeLessThan(35);
  // The 4th to the 15th of 60.
  expect(quickMean(values).value).toBeCloseTo(8.5, 5);
  const points = [0, 1, 2, 3].map((x) => ({ x, y: 2 + 3 * x, error: 0.1 }));
  const line = fitLine(points, 1e6);
  expect(line.at(10).value).toBeCloseTo(32, 6);
  expect(line.misfit).toBe(1);
  // Of four points with one unknown to spare, the mean is known half as well as each.
  expect(fitLine(points, 1e-9).at(0)).toMatchObject({
    value: expect.closeTo(6.5),
    error: expect.closeTo(0.05),
  });
  expect(fitLine(points, 1e-9).misfit).toBeGreaterThan(10);
});
