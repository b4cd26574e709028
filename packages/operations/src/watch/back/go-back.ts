import { describeLosses, rollback, type RollbackReport, type StepResult } from '@agora/migrations';

import { asFault, faultOf, type StepReport } from '../step.ts';
import type { WatchInput } from '../watch-input.ts';
import { type Cause, type Decision, decideRollback } from './decide.ts';
import { readApplication } from './read-application.ts';

/** What came of the question whether a deploy is taken back. */
export interface WayBack {
  readonly step: StepReport;
  readonly outcome: 'rolled back' | 'asks' | 'stays' | 'failed';
  readonly decision: Decision;
  readonly report?: RollbackReport;
}

/** Finds out whether a deploy may be taken back, decides, and does it. */
export async function goBack(
  input: WatchInput,
  cause: Cause,
  applied: readonly StepResult[],
): Promise<WayBack> {
  const { url, directory, forgotten, policy, options } = input.deploy;
  const names = applied.map(({ name }) => name);
  const back = { url, directory, forgotten, policy, options, target: { steps: applied.length } };
  const ahead = await rollback({ ...back, dryRun: true });
  const decision = decideRollback({
    cause,
    settings: input.settings,
    application: await readApplication(input.settings.application, names),
    // What is parked comes back with the next deploy.
    losses: describeLosses({
      ...ahead,
      losses: ahead.losses.filter(({ isParked }) => isParked !== true),
      obstacles: [],
    }),
    obstacles: [...ahead.plan.blockers, ...ahead.obstacles].map(({ message }) => message),
  });
  if (decision.action === 'stay')
    return { outcome: 'stays', decision, step: { saw: decision.reason, skipped: true } };
  const command = `agora migrate rollback --steps ${applied.length} --env ${policy.name}`;
  if (decision.action === 'ask') {
    const question = `Take back ${names.join(', ')}? It was not done by itself: ${decision.reason}.`;
    const goes = ahead.plan.blockers.length === 0 && (await input.ask?.(question)) === true;
    if (!goes)
      return {
        outcome: 'asks',
        decision,
        step: { saw: `it asks: ${decision.reason}. To take it back: ${command}`, skipped: true },
      };
  }
  try {
    const report = await rollback(back);
    const failed = report.results.find(({ outcome }) => outcome !== 'succeeded');
    const against = report.plan.blockers.map(({ code, message, why, fix }) => ({ code, message, why, fix }));
    if (failed === undefined && against.length === 0 && report.results.length > 0)
      return {
        outcome: 'rolled back',
        decision,
        report,
        step: { saw: `${report.results.length} taken back: ${decision.reason}` },
      };
    const findings = failed?.error === undefined ? against : [asFault(failed.error)];
    return { outcome: 'failed', decision, report, step: { saw: 'it was not taken back', findings } };
  } catch (error) {
    return {
      outcome: 'failed',
      decision,
      step: { saw: 'it was not taken back', findings: [faultOf(error)] },
    };
  }
}
