import type { Fault } from '@agora/core';
import type { DeployReport } from '@agora/migrations';

import type { WatchReport } from '../watch/watch-input.ts';
import { cell, faultLines, table } from './markdown.ts';

/** What a deploy was, for a ticket, a pull request, or the gate of the next environment. Plain data, fit for JSON. */
export interface RunReport {
  readonly environment: string;
  readonly database: string;
  readonly outcome: string;
  /** ISO 8601. */
  readonly at: string;
  /** One for each of the plan, the ones not reached included. Milliseconds. */
  readonly migrations: readonly {
    readonly name: string;
    readonly checksum: string;
    readonly outcome: string;
    readonly durationMs: number;
    readonly lockWaitMs: number;
  }[];
  /** What stood against it. */
  readonly against: readonly Fault[];
  /** Of a watched deploy: every step. */
  readonly steps: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly saw: string;
    readonly durationMs: number;
    readonly findings: readonly Fault[];
  }[];
  readonly judgement?: WatchReport['judgement'];
  /** Why it was taken back, or was not. */
  readonly decision?: WatchReport['decision'] & { readonly cause?: string };
}

/** Makes a report of what a deploy found and did. Pure. */
export function reportOfRun(
  { plan, refusals, results }: DeployReport,
  run: { readonly environment: string; readonly database: string; readonly at: string },
  watched?: WatchReport,
): RunReport {
  const against = [...plan.blockers, ...refusals].map(({ code, message, why, fix }) => ({
    code,
    message,
    why,
    fix,
  }));
  const failed = results.some(({ outcome }) => outcome !== 'succeeded') || against.length > 0;
  const { judgement, decision, cause } = watched ?? {};
  return Object.freeze({
    ...run,
    outcome: watched?.outcome ?? (failed ? 'failed' : results.length === 0 ? 'nothing' : 'succeeded'),
    migrations: plan.steps.map(({ name, script }) => {
      const result = results.find((one) => one.name === name);
      return {
        name,
        checksum: script.checksum,
        outcome: result?.outcome ?? 'not reached',
        durationMs: result?.durationMs ?? 0,
        lockWaitMs: result?.lockWaitMs ?? 0,
      };
    }),
    against,
    steps: (watched?.steps ?? []).map(({ name, outcome, saw, durationMs, findings }) => ({
      name,
      outcome,
      saw,
      durationMs,
      findings,
    })),
    ...(judgement === undefined ? {} : { judgement }),
    ...(decision === undefined
      ? {}
      : { decision: { ...decision, ...(cause === undefined ? {} : { cause }) } }),
  });
}

/** The report for people. Pure. */
export function renderRunReport(report: RunReport): string {
  const { environment, database, outcome, at, migrations, against, steps, judgement, decision } = report;
  const faults = [...against, ...steps.flatMap(({ findings }) => findings)];
  return [
    `# Deploy to ${cell(database)} in ${cell(environment)}: ${outcome}`,
    '',
    `${at}${decision === undefined ? '' : `. ${decision.cause === undefined ? '' : `Cause: ${decision.cause}. `}${cell(decision.reason)}.`}`,
    '',
    ...table(
      ['migration', 'outcome', 'ms', 'waited for locks, ms', 'checksum'],
      migrations.map((one) => [
        `\`${one.name}\``,
        one.outcome,
        one.durationMs.toFixed(0),
        one.lockWaitMs.toFixed(0),
        `\`${one.checksum.slice(0, 12)}\``,
      ]),
    ),
    ...table(
      ['step', 'outcome', 'saw', 's'],
      steps.map(({ name, outcome: became, saw, durationMs }) => [
        name,
        became,
        saw,
        (durationMs / 1000).toFixed(1),
      ]),
    ),
    ...table(
      ['measured', 'verdict', 'what', 'sure'],
      (judgement?.findings ?? []).map(({ name, verdict, reason, certainty }) => [
        name,
        verdict,
        reason,
        `${(certainty * 100).toFixed(1)} %`,
      ]),
    ),
    ...faultLines(faults),
    '',
  ].join('\n');
}
