import { describeReport, describeSummary, type MigrationReport, summarizeReports } from '@agora/migrations';

import type { Output } from '../../output/output.ts';
import { duration } from '../../terminal/progress.ts';

/** Prints what a walk over the history found: a line a migration, and what a person must know below it. */
export function printReports(out: Output, reports: readonly MigrationReport[]): void {
  const summary = summarizeReports(reports);
  const plain = reports.map(({ generated, ...report }) => ({
    ...report,
    ...(generated ? { down: generated.sql } : {}),
  }));
  out.data({ summary, migrations: plain }, (paint) => {
    const colour = (outcome: MigrationReport['outcome']): string => {
      if (outcome === 'proven') return paint.green(outcome);
      return ['failed', 'not found', 'no down.sql'].includes(outcome)
        ? paint.red(outcome)
        : paint.yellow(outcome);
    };
    const lines = [
      ...reports.flatMap((report) => [
        `${colour(report.outcome)}  ${report.migration}  ${paint.dim(report.remembered ? 'agora.lock' : duration(report.durationMs))}`,
        ...describeReport(report, out.verbose).map((line) => `    ${line}`),
      ]),
      '',
      describeSummary(summary),
    ];
    return out.lines(lines.join('\n'));
  });
}
