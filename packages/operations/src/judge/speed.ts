import { type Finding, LEAST_WINDOWS, type Series } from './series.ts';
import {
  difference,
  type Estimate,
  fitLine,
  mean,
  normalShare,
  quickMean,
  studentQuantile,
  trimmedMean,
} from './statistics.ts';

/** Which time of a window is looked at: of the quickest call, or the mean of all. */
type Measure = 'quickMs' | 'meanMs';
type Phase = 'before' | 'after';

type Compare = (treated: Logs, controls: readonly Logs[]) => Estimate | undefined;

/** Logarithm of each window's time, undefined where nothing was answered. */
type Logs = Readonly<Record<Phase, readonly (number | undefined)[]>>;

/**
 * Judges speed by the difference of differences, of logarithms: after less before, less what controls did meanwhile. The
 * quickest calls tell most, since nothing else on the machine held them up; the mean finds what befalls some calls alone.
 * @param tail the share of noise that may be called worse, for one series and look
 */
export function judgeSpeed(
  treated: Series,
  controls: readonly Series[],
  limits: { readonly slower: number; readonly tail: number },
): readonly Finding[] {
  const judged = (measure: Measure, compare: Compare): Finding | undefined => {
    const others = controls.map((control) => logsOf(control, measure)).filter(isEnough);
    const own = logsOf(treated, measure);
    if (!isEnough(own)) return undefined;
    const found = compare(own, others);
    return found && conclude(treated.name, measure, found, { ...limits, controls: others.length });
  };
  const quick = judged('quickMs', compareQuick);
  const whole = judged('meanMs', compareMean);
  if (quick === undefined) return whole === undefined ? [] : [whole];
  // The mean is the more restless of the two: it may find something, and cannot cast doubt.
  return whole?.verdict === 'worse' ? [quick, whole] : [quick];
}

function conclude(
  name: string,
  measure: Measure,
  { value, error, freedom }: Estimate,
  { slower, tail, controls }: { slower: number; tail: number; controls: number },
): Finding {
  const whole = Math.log1p(slower);
  const width = 1.96 * error;
  const base = {
    name,
    measure: measure === 'quickMs' ? 'quick' : 'mean',
    effect: Math.expm1(value),
    low: Math.expm1(value - width),
    high: Math.expm1(value + width),
  } as const;
  const what = measure === 'quickMs' ? 'the usual call' : 'the mean call';
  const figures = `${what} is ${describe(base.effect)} (${percent(base.low)} to ${percent(base.high)})`;
  const isSlower = value > studentQuantile(tail, freedom) * error;
  const mayBeWorse = value + 2.33 * error >= whole;
  if (isSlower && mayBeWorse && controls > 0)
    return {
      ...base,
      verdict: 'worse',
      certainty: normalShare(value / error),
      reason: `${figures}, against what the deploy cannot have changed`,
    };
  if (value + 1.645 * error < whole)
    return { ...base, verdict: 'fine', certainty: normalShare((whole - value) / error), reason: figures };
  const why = isSlower
    ? 'there is nothing to tell it from a slow machine by'
    : 'too few or too restless to tell';
  return {
    ...base,
    verdict: 'uncertain',
    certainty: normalShare((value - whole) / error),
    reason: `${figures}: ${why}`,
  };
}

function isEnough({ before, after }: Logs): boolean {
  return known(before).length >= LEAST_WINDOWS && known(after).length >= LEAST_WINDOWS;
}

function known(values: readonly (number | undefined)[]): readonly number[] {
  return values.filter((value) => value !== undefined);
}

/** An estimate, with what its error would be by the time before alone. */
type Compared = Estimate & { readonly was: number };

/**
 * The quickest calls: alone or second by second, whichever is more steady, before too. Where all are held up together, as
 * requests by a busy application, only the seconds tell.
 */
function compareQuick(treated: Logs, controls: readonly Logs[]): Estimate {
  const alone = compareAlone(treated, controls);
  const paired = compareMean(treated, controls);
  if (paired === undefined || controls.length < LEAST_CONTROLS) return alone;
  const bySecond = doubted(paired, restless(change(treated).perMs));
  return bySecond.was < alone.was && bySecond.error < alone.error ? bySecond : alone;
}

/**
 * The quickest calls: how they changed, less how controls did. A busy machine adds about the same to every call, which is
 * more of a short one: so controls are read as a line over 1/time, and what it says of a call that takes as long is taken off.
 */
function compareAlone(treated: Logs, controls: readonly Logs[]): Compared {
  const own = change(treated);
  const added = ADDED_MS * own.perMs;
  if (controls.length === 0) return doubted(own, added);
  const others = controls.map(change);
  const longer = levelOf(treated) - Math.max(...controls.map(levelOf));
  const more = LONGER * Math.max(0, longer);
  if (others.length < LEAST_CONTROLS) {
    const moved = Math.max(...others.map(({ error, value }) => Math.hypot(error, value)));
    const value = own.value - mean(others.map((other) => other.value));
    return doubted({ ...own, value }, added, moved, more);
  }
  const line = fitLine(
    others.map(({ perMs, value, error }) => ({
      x: perMs,
      y: value,
      error: Math.hypot(error, restless(perMs)),
    })),
    ADDED_MS,
  );
  const expected = line.at(own.perMs);
  const doubt = line.misfit * Math.hypot(expected.error, restless(own.perMs));
  return doubted({ ...own, value: own.value - expected.value }, doubt, more);
}

/** An estimate with more to doubt than its own error, which is known well (Welch and Satterthwaite). */
function doubted({ value, error, freedom, was }: Compared, ...more: readonly number[]): Compared {
  const whole = Math.hypot(error, ...more);
  return {
    value,
    error: whole,
    freedom: error === 0 ? 1e6 : freedom * (whole / error) ** 4,
    was: Math.hypot(was, ...more),
  };
}

/** By fewer it cannot be told how much such things differ: nothing is surer than they moved at all. */
const LEAST_CONTROLS = 3;

/** Milliseconds that a busy machine adds to every call. */
const ADDED_MS = 0.015;
/** How far calls drift for reasons of their own: so many milliseconds, and such a share. Measured on recorded machines. */
const OWN_MS = 0.007;
const OWN_SHARE = 0.02;

function restless(perMs: number): number {
  return Math.hypot(OWN_MS * perMs, OWN_SHARE);
}

/** What takes longer than every control is interrupted where those are not: by so much of how much longer it takes. */
const LONGER = 0.25;

function levelOf({ before }: Logs): number {
  return quickMean(known(before)).value;
}

/** @returns with the calls that a millisecond would hold */
function change({ before, after }: Logs): Compared & { readonly perMs: number } {
  const was = quickMean(known(before));
  return { ...difference(quickMean(known(after)), was), was: was.error, perMs: Math.exp(-was.value) };
}

/** The mean: how it differs, window by window, from the control that is most like it. */
function compareMean(treated: Logs, controls: readonly Logs[]): Compared | undefined {
  const own = against(treated, controls);
  if (own === undefined) return undefined;
  // What controls seem to do to one another is no effect of anything: the comparison is no surer than that.
  const placebos = controls.flatMap((one, at) => against(one, controls.toSpliced(at, 1))?.value ?? []);
  const placebo = controls.length < 2 ? 0 : Math.sqrt(mean(placebos.map((effect) => effect ** 2)));
  return { ...own, error: Math.hypot(own.error, placebo), was: Math.hypot(own.was, placebo) };
}

function against(treated: Logs, controls: readonly Logs[]): Compared | undefined {
  const references = controls.length < 2 ? controls : [...controls, average(controls)];
  const estimates = (references.length === 0 ? [undefined] : references).flatMap((reference) => {
    const [before, after] = [
      differences(treated, reference, 'before'),
      differences(treated, reference, 'after'),
    ];
    if (before.length < LEAST_WINDOWS || after.length < LEAST_WINDOWS) return [];
    const was = trimmedMean(before);
    return [{ was: was.error, ...difference(trimmedMean(after), was) }];
  });
  return estimates.toSorted((a, b) => a.was - b.was)[0];
}

function differences(treated: Logs, reference: Logs | undefined, phase: Phase): readonly number[] {
  return treated[phase].flatMap((value, at) => {
    const other = reference === undefined ? 0 : reference[phase][at];
    return value === undefined || other === undefined ? [] : [value - other];
  });
}

function average(all: readonly Logs[]): Logs {
  const of = (phase: Phase): readonly (number | undefined)[] =>
    all[0]![phase].map((_, at) => {
      const known = all.flatMap((one) => one[phase][at] ?? []);
      return known.length === all.length ? mean(known) : undefined;
    });
  return { before: of('before'), after: of('after') };
}

function logsOf(series: Series, measure: Measure): Logs {
  const logs = (phase: Phase): readonly (number | undefined)[] =>
    series[phase].map(({ [measure]: ms }) => (ms === undefined || !(ms > 0) ? undefined : Math.log(ms)));
  return { before: logs('before'), after: logs('after') };
}

function describe(effect: number): string {
  if (effect >= 1) return `${(1 + effect).toFixed(1)} times as slow as before`;
  return `${effect >= 0 ? `${percent(effect)} slower` : `${percent(-effect)} faster`} than before`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
