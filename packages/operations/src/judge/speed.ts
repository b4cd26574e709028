import { type Finding, LEAST_WINDOWS, type Series } from './series.ts';
import { difference, type Estimate, mean, normalShare, studentQuantile, trimmedMean } from './statistics.ts';

/** Which time of a window is looked at: of the quickest call, or the mean of all. */
type Measure = 'quickMs' | 'meanMs';
type Phase = 'before' | 'after';

/** Logarithm of each window's time, undefined where nothing was answered. */
type Logs = Readonly<Record<Phase, readonly (number | undefined)[]>>;

/**
 * Judges speed by the difference of differences: each window's logarithm less what a control did in the same window, after
 * against before. The quickest call of a window tells most, since nothing else on the machine held it up; the mean finds
 * what befalls some calls alone.
 * @param tail the share of noise that may be called worse, for one series and look
 */
export function judgeSpeed(
  treated: Series,
  controls: readonly Series[],
  limits: { readonly slower: number; readonly tail: number },
): readonly Finding[] {
  const [quick, whole] = (['quickMs', 'meanMs'] as const).map((measure) => {
    const found = compare(
      logsOf(treated, measure),
      controls.map((control) => logsOf(control, measure)),
    );
    return found && conclude(treated.name, measure, found, { ...limits, controls: controls.length });
  });
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
    measure: 'speed',
    effect: Math.expm1(value),
    low: Math.expm1(value - width),
    high: Math.expm1(value + width),
  } as const;
  const what = measure === 'quickMs' ? 'the usual call' : 'the mean call';
  const said = `${what} is ${describe(base.effect)} (${percent(base.low)} to ${percent(base.high)})`;
  const isSlower = value > studentQuantile(tail, freedom) * error;
  const mayBeWorse = value + 2.33 * error >= whole;
  if (isSlower && mayBeWorse && controls > 0)
    return {
      ...base,
      verdict: 'worse',
      certainty: normalShare(value / error),
      reason: `${said}, against what the deploy cannot have changed`,
    };
  if (value + 1.645 * error < whole)
    return { ...base, verdict: 'fine', certainty: normalShare((whole - value) / error), reason: said };
  const why = isSlower
    ? 'there is nothing to tell it from a slow machine by'
    : 'too few or too restless to tell';
  return {
    ...base,
    verdict: 'uncertain',
    certainty: normalShare((value - whole) / error),
    reason: `${said}: ${why}`,
  };
}

/** How one differs from the control that is most like it; undefined where there are too few windows. */
function compare(treated: Logs, controls: readonly Logs[]): Estimate | undefined {
  const own = against(treated, controls);
  if (own === undefined) return undefined;
  // What controls seem to do to one another is no effect of anything: the comparison is no surer than that.
  const placebos = controls.flatMap((one, at) => against(one, controls.toSpliced(at, 1))?.value ?? []);
  const placebo = controls.length < 2 ? 0 : Math.sqrt(mean(placebos.map((effect) => effect ** 2)));
  return { ...own, error: Math.hypot(own.error, placebo) };
}

function against(treated: Logs, controls: readonly Logs[]): Estimate | undefined {
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
