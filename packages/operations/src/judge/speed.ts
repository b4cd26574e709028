import { type Finding, LEAST_WINDOWS, type Series } from './series.ts';
import {
  difference,
  type Estimate,
  mean,
  median,
  normalShare,
  studentQuantile,
  trimmedMean,
} from './statistics.ts';

type Phase = 'before' | 'after';
const PHASES: readonly Phase[] = ['before', 'after'];

/** Logarithm of each window's mean, undefined where nothing was answered. */
type Logs = Readonly<Record<Phase, readonly (number | undefined)[]>>;

/**
 * Judges speed by the difference of differences: each window's logarithm less what the controls did in the same window,
 * after against before. What the controls seem to do to one another is no effect of anything, and is added to the error.
 * @param tail the share of noise that may be called worse, for one series and look
 */
export function judgeSpeed(
  treated: Series,
  controls: readonly Series[],
  { slower, tail }: { readonly slower: number; readonly tail: number },
): Finding | undefined {
  const found = compare(logsOf(treated), controls.map(logsOf));
  if (found === undefined) return undefined;
  const placebo = Math.sqrt(mean([0, ...placebos(controls)].map((effect) => effect ** 2)));
  const { value, freedom } = found;
  const error = Math.hypot(found.error, placebo);
  const [half, whole] = [Math.log1p(slower / 2), Math.log1p(slower)];
  const width = 1.96 * error;
  const base = {
    name: treated.name,
    measure: 'speed',
    effect: Math.expm1(value),
    low: Math.expm1(value - width),
    high: Math.expm1(value + width),
  } as const;
  const said = `${describe(base.effect)} than before (${percent(base.low)} to ${percent(base.high)})`;
  const isWorse = value - studentQuantile(tail, freedom) * error > half && value + 1.645 * error >= whole;
  if (isWorse && controls.length > 0)
    return {
      ...base,
      verdict: 'worse',
      certainty: normalShare((value - half) / error),
      reason: `${said}, against what the deploy cannot have changed`,
    };
  if (!isWorse && value + 1.645 * error < whole)
    return { ...base, verdict: 'fine', certainty: normalShare((whole - value) / error), reason: said };
  const why = isWorse
    ? 'there is nothing to tell it from a slow machine by'
    : 'too few or too restless to tell';
  const certainty = normalShare((value - whole) / error);
  return { ...base, verdict: 'uncertain', certainty, reason: `${said}; ${why}` };
}

/** The effects that controls seem to show against the others of them. */
function placebos(controls: readonly Series[]): readonly number[] {
  if (controls.length < 2) return [];
  const logs = controls.map(logsOf);
  return logs.flatMap((one, at) => compare(one, logs.toSpliced(at, 1))?.value ?? []);
}

/** How one differs from the controls after against before; undefined where there are too few windows. */
function compare(treated: Logs, controls: readonly Logs[]): Estimate | undefined {
  const centers = controls.map(({ before }) => {
    const known = before.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : median(known);
  });
  const [before, after] = PHASES.map((phase) =>
    treated[phase].flatMap((value, at) => {
      if (value === undefined) return [];
      if (controls.length === 0) return [value];
      const others = controls.flatMap((control, which) => {
        const [own, center] = [control[phase][at], centers[which]];
        return own === undefined || center === undefined ? [] : [own - center];
      });
      return others.length === 0 ? [] : [value - mean(others)];
    }),
  );
  if (before!.length < LEAST_WINDOWS || after!.length < LEAST_WINDOWS) return undefined;
  return difference(trimmedMean(after!), trimmedMean(before!));
}

function logsOf(series: Series): Logs {
  const logs = (phase: Phase): readonly (number | undefined)[] =>
    series[phase].map(({ meanMs }) => (meanMs === undefined || !(meanMs > 0) ? undefined : Math.log(meanMs)));
  return { before: logs('before'), after: logs('after') };
}

function describe(effect: number): string {
  if (effect >= 1) return `${(1 + effect).toFixed(1)} times as slow`;
  return effect >= 0 ? `${percent(effect)} slower` : `${percent(-effect)} faster`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
