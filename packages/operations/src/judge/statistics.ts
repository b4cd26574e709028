/** What a judgement needs of statistics. Pure. */

/** A location with its standard error and its degrees of freedom. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
  readonly freedom: number;
}

/** The share of values that is left out at either end: a second in which everything stalled says nothing of the rest. */
const TRIM = 0.2;

/**
 * The trimmed mean of a series in time, with Tukey and McLaughlin's standard error from the winsorized variance. Values
 * that follow one another are alike: the error grows with their correlation.
 * @param values at least five
 */
export function trimmedMean(values: readonly number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b);
  const cut = Math.floor(sorted.length * TRIM);
  const kept = sorted.slice(cut, sorted.length - cut);
  const [low = 0, high = 0] = [kept[0], kept.at(-1)];
  const winsorized = values.map((value) => Math.min(high, Math.max(low, value)));
  const factor = 1 - (2 * cut) / values.length;
  const single = Math.sqrt(variance(winsorized)) / (factor * Math.sqrt(values.length));
  const error = Math.max(single * inflation(winsorized), drift(winsorized));
  return { value: mean(kept), error, freedom: Math.max(1, kept.length - 1) };
}

/** Values of a block; what lasts longer than that is drift. */
const BLOCK = 8;

/** The standard error by the means of blocks, which sees what neighbours alone do not: slow waves. */
function drift(values: readonly number[]): number {
  const count = Math.floor(values.length / BLOCK);
  if (count < 4) return 0;
  const means = Array.from({ length: count }, (_, at) => mean(values.slice(at * BLOCK, (at + 1) * BLOCK)));
  return Math.sqrt(variance(means) / count);
}

/** How much a correlated series knows less than an independent one: the root of (1 + r) / (1 - r). */
function inflation(values: readonly number[]): number {
  const center = mean(values);
  let [product, square] = [0, 0];
  for (const [at, value] of values.entries()) {
    square += (value - center) ** 2;
    if (at > 0) product += (value - center) * (values[at - 1]! - center);
  }
  if (square === 0) return 1;
  const r = Math.min(0.9, Math.max(0, product / square));
  return Math.sqrt((1 + r) / (1 - r));
}

/** Which part of a stretch of time's quickest calls is looked at: what nothing held up, and not what was lucky once. */
const QUICK = { from: 0.05, to: 0.25 } as const;
/** Values of a block that is left out, and how many blocks there may be. */
const LEFT_OUT = { size: 3, most: 20 } as const;

/**
 * The mean of the quick part of a series in time, with its standard error by leaving out one block after the other
 * (jackknife): the neighbours in a block are alike, and go together.
 * @param values at least eight
 */
export function quickMean(values: readonly number[]): Estimate {
  const blocks = Math.min(LEFT_OUT.most, Math.max(6, Math.round(values.length / LEFT_OUT.size)));
  const size = values.length / blocks;
  const without = Array.from({ length: blocks }, (_, block) =>
    quickPart(values.filter((_value, at) => Math.floor(at / size) !== block)),
  );
  const error = Math.sqrt(((blocks - 1) ** 2 / blocks) * variance(without));
  return { value: quickPart(values), error, freedom: blocks - 1 };
}

function quickPart(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const from = Math.floor(sorted.length * QUICK.from);
  return mean(sorted.slice(from, Math.max(from + 1, Math.round(sorted.length * QUICK.to))));
}

/** The difference of two estimates, with Welch's degrees of freedom. */
export function difference(after: Estimate, before: Estimate): Estimate {
  const [a, b] = [after.error ** 2, before.error ** 2];
  const freedom = a + b === 0 ? 1e6 : (a + b) ** 2 / (a ** 2 / after.freedom + b ** 2 / before.freedom);
  return { value: after.value - before.value, error: Math.sqrt(a + b), freedom };
}

/** A value at a place, and how surely it is known. */
interface Point {
  readonly x: number;
  readonly y: number;
  readonly error: number;
}

/** A line through points: what it says of a place, and by how much the points miss it, in their own errors (at least 1). */
export interface Line {
  readonly at: (x: number) => { readonly value: number; readonly error: number };
  readonly misfit: number;
}

/**
 * The straight line through points of unequal precision, with Birge's ratio of their misfit.
 * @param points at least two, of errors above 0
 * @param slope the standard deviation of slopes that are expected: steeper ones are held back (ridge)
 */
export function fitLine(points: readonly Point[], slope: number): Line {
  let [w, wx, wxx, wy, wxy] = [0, 0, 1 / slope ** 2, 0, 0];
  for (const { x, y, error } of points) {
    const weight = 1 / error ** 2;
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
    wy += weight * y;
    wxy += weight * x * y;
  }
  const determinant = w * wxx - wx * wx;
  const [level, steepness] = [(wxx * wy - wx * wxy) / determinant, (w * wxy - wx * wy) / determinant];
  const at = (x: number): { value: number; error: number } => ({
    value: level + steepness * x,
    error: Math.sqrt((wxx - 2 * x * wx + x * x * w) / determinant),
  });
  const squares = points.reduce((sum, { x, y, error }) => sum + ((y - at(x).value) / error) ** 2, 0);
  return { at, misfit: Math.sqrt(Math.max(1, squares / (points.length - 1))) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}

/** The share of a standard normal distribution below z (Abramowitz and Stegun, 26.2.17; to 7.5e-8). */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? 1 - tail : tail;
}

/** The z that a share of a standard normal distribution lies above, for shares of at most a half. */
export function normalQuantile(tail: number): number {
  let [low, high] = [0, 40];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    // Far out the tail itself must be compared: one minus it is one.
    if (upperTail(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function upperTail(z: number): number {
  if (z < 5) return 1 - normalShare(z);
  const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
  return (density / z) * (1 - 1 / z ** 2 + 3 / z ** 4);
}

/** The same of Student's distribution, by the expansion of Cornish and Fisher. */
export function studentQuantile(tail: number, freedom: number): number {
  const z = normalQuantile(tail);
  const v = Math.max(3, freedom);
  return (
    z +
    (z ** 3 + z) / (4 * v) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3)
  );
}
