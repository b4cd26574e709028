import { type Finding, LEAST_WINDOWS, type Series, type Window } from './series.ts';
import { normalQuantile, normalShare } from './statistics.ts';

interface Rate {
  readonly share: number;
  /** Variance of the share, grown where failures come in bursts. */
  readonly variance: number;
  readonly calls: number;
}

/** Fewer calls before or after are too few to judge. */
const LEAST_CALLS = 8;

/**
 * Judges errors by how much more of what is asked fails after than before. Failures that come in bursts, as when the
 * network is away for a second, say less than as many that are spread evenly.
 * @param tail the share of noise that may be called worse, for one series and look
 */
export function judgeErrors(
  { name, before, after }: Series,
  { errors, tail }: { readonly errors: number; readonly tail: number },
): readonly Finding[] {
  const [was, is] = [rateOf(before), rateOf(after)];
  const enough = before.length >= LEAST_WINDOWS && after.length >= LEAST_WINDOWS;
  if (!enough || was.calls < LEAST_CALLS || is.calls < LEAST_CALLS) return [];
  const effect = is.share - was.share;
  const error = Math.sqrt(was.variance + is.variance);
  const base = {
    name,
    measure: 'errors',
    effect,
    low: Math.max(-1, effect - 1.96 * error),
    high: Math.min(1, effect + 1.96 * error),
  } as const;
  const shares = `${percent(is.share)} of ${is.calls} fail, ${percent(was.share)} of ${was.calls} before`;
  if (effect > normalQuantile(tail) * error && effect + 1.645 * error >= errors)
    return [{ ...base, verdict: 'worse', certainty: normalShare(effect / error), reason: shares }];
  if (effect + 1.645 * error < errors)
    return [{ ...base, verdict: 'fine', certainty: normalShare((errors - effect) / error), reason: shares }];
  const certainty = normalShare((effect - errors) / error);
  return [{ ...base, verdict: 'uncertain', certainty, reason: `${shares}: too few or too uneven to tell` }];
}

function rateOf(windows: readonly Window[]): Rate {
  const calls = windows.reduce((sum, window) => sum + window.calls, 0);
  const failed = windows.reduce((sum, window) => sum + window.errors, 0);
  // Two more of each (Agresti and Coull): none of a hundred is not surely never.
  const share = (failed + 2) / (calls + 4);
  const binomial = (share * (1 - share)) / (calls + 4);
  return {
    share: calls === 0 ? 0 : failed / calls,
    variance: binomial * burstiness(windows, failed / calls),
    calls,
  };
}

/** Pearson's measure of how much more windows differ than by chance; at least 1. */
function burstiness(windows: readonly Window[], share: number): number {
  if (!(share > 0 && share < 1)) return 1;
  const used = windows.filter(({ calls }) => calls > 0);
  const sum = used.reduce(
    (total, { calls, errors }) => total + (errors - calls * share) ** 2 / (calls * share * (1 - share)),
    0,
  );
  return Math.max(1, sum / Math.max(1, used.length - 1));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
