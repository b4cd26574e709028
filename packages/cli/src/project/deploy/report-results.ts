import { AgoraError } from '@agora/core';
import {
  type Blocker,
  describePlan,
  describeUnreached,
  gatherBlockers,
  type Plan,
  type Refusal,
  type StepResult,
} from '@agora/migrations';

import type { Output } from '../../output/output.ts';
import { EXIT, type ExitCode } from '../../command/exit-codes.ts';

/** Prints what a deploy or a rollback did, or what stands against it, and finds the exit code. */
export function reportResults(
  out: Output,
  report: {
    readonly plan: Plan;
    readonly against: readonly (Blocker | Refusal)[];
    readonly results: readonly StepResult[];
    /** Of a dry run. */
    readonly sql?: string | undefined;
    readonly more?: Readonly<Record<string, unknown>>;
  },
): ExitCode {
  const { plan, against, results, sql } = report;
  const steps = plan.steps.map((step) => ({
    kind: step.kind,
    name: step.name,
    ...(step.kind === 'record' ? {} : { mode: step.how.mode }),
  }));
  out.data(
    {
      direction: plan.direction,
      steps,
      against,
      results,
      ...(sql === undefined ? {} : { sql }),
      ...report.more,
    },
    () =>
      results.length === 0 && against.length === 0
        ? [out.lines(describePlan(plan)), ...(sql === undefined ? [] : ['', sql])].join('\n')
        : '',
  );
  if (!out.json) for (const one of gatherBlockers(against)) out.error(new AgoraError(one));
  const failed = results.find((result) => result.outcome !== 'succeeded');
  if (failed?.error && !out.json) out.error(failed.error);
  const unreached = describeUnreached(results);
  if (unreached !== undefined) out.note(unreached);
  if (failed?.outcome === 'interrupted') return EXIT.interrupted;
  return against.length > 0 || failed ? EXIT.failed : EXIT.ok;
}
