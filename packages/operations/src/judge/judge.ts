import { judgeErrors } from './errors.ts';
import { FALSE_ALARM, type Finding, type Series, type Thresholds } from './series.ts';
import { judgeSpeed } from './speed.ts';

/** What samples say of a deploy, and how sure it is. Frozen. */
export interface Judgement {
  readonly verdict: 'fine' | 'worse' | 'uncertain';
  /** What is worse; of several the one that is surest. */
  readonly cause?: 'slower' | 'errors';
  /** From 0 to 1. */
  readonly certainty: number;
  readonly reason: string;
  readonly findings: readonly Finding[];
}

/** How much surer a look must be that comes before the last: most of the false alarms are left to that one. */
const EARLY = 100;

/**
 * Judges a deploy by what was looked at before and after it. Worse is what is surely worse, and may be so by all of the
 * threshold; fine is what is surely not worse by the threshold. Pure.
 * @param look `early` for a look before the last
 */
export function judge(
  series: readonly Series[],
  thresholds: Thresholds,
  look: 'early' | 'last' = 'last',
): Judgement {
  const controls = series.filter(({ control }) => control);
  const treated = series.filter(({ control }) => !control);
  const tail = FALSE_ALARM / Math.max(1, treated.length) / (look === 'early' ? EARLY : 1);
  const findings = treated.flatMap((one) => [
    ...judgeSpeed(one, controls, { slower: thresholds.slower, tail }),
    ...judgeErrors(one, { errors: thresholds.errors, tail }),
  ]);
  return Object.freeze({ ...conclude(findings), findings: Object.freeze(findings) });
}

function conclude(findings: readonly Finding[]): Omit<Judgement, 'findings'> {
  const of = (verdict: Finding['verdict']): readonly Finding[] =>
    findings.filter((finding) => finding.verdict === verdict).toSorted((a, b) => b.certainty - a.certainty);
  const [worse] = of('worse');
  if (worse !== undefined)
    return {
      verdict: 'worse',
      cause: worse.measure === 'errors' ? 'errors' : 'slower',
      certainty: worse.certainty,
      reason: `${worse.name}: ${worse.reason}`,
    };
  // A mean is restless: where the quickest calls were timed one by one, it casts no doubt.
  const isTimed = findings.some(({ measure }) => measure === 'quick');
  const [doubtful] = of('uncertain').filter(({ measure }) => !isTimed || measure !== 'mean');
  if (doubtful !== undefined)
    return {
      verdict: 'uncertain',
      certainty: doubtful.certainty,
      reason: `${doubtful.name}: ${doubtful.reason}`,
    };
  const least = of('fine').at(-1);
  if (least === undefined)
    return { verdict: 'uncertain', certainty: 0, reason: 'too little was seen to judge by' };
  return { verdict: 'fine', certainty: least.certainty, reason: `${findings.length} figures were compared` };
}
