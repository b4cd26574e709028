import type { MigrationReport } from './findings.ts';

/** What a walk comes to. */
export interface VerifySummary {
  readonly total: number;
  readonly proven: number;
  readonly provenWithLoss: number;
  /** Both ways run, and no row showed what becomes of rows. */
  readonly unproven: number;
  readonly irreversible: number;
  readonly notFound: number;
  readonly failed: number;
  readonly missing: number;
  /** Share of the migrations that have a proven way back, from 0 to 1; 1 when there are none. */
  readonly rate: number;
  readonly durationMs: number;
}

export function summarizeReports(reports: readonly MigrationReport[]): VerifySummary {
  const count = (outcome: MigrationReport['outcome']): number =>
    reports.filter((one) => one.outcome === outcome).length;
  const proven = count('proven');
  const provenWithLoss = count('proven with data loss');
  return Object.freeze({
    total: reports.length,
    proven,
    provenWithLoss,
    unproven: count('unproven on rows'),
    irreversible: count('irreversible'),
    notFound: count('not found'),
    failed: count('failed'),
    missing: count('no down.sql'),
    rate: reports.length === 0 ? 1 : (proven + provenWithLoss) / reports.length,
    durationMs: reports.reduce((sum, one) => sum + one.durationMs, 0),
  });
}

/** The summary in a sentence. */
export function describeSummary(summary: VerifySummary): string {
  if (summary.total === 0) return 'nothing to prove';
  const parts = [
    `${summary.proven + summary.provenWithLoss} of ${summary.total} proven (${(summary.rate * 100).toFixed(1)} %)`,
    ...(summary.provenWithLoss > 0 ? [`${summary.provenWithLoss} with data loss`] : []),
    ...(summary.unproven > 0 ? [`${summary.unproven} unproven on rows`] : []),
    ...(summary.irreversible > 0 ? [`${summary.irreversible} irreversible`] : []),
    ...(summary.notFound > 0 ? [`${summary.notFound} without a way back that was found`] : []),
    ...(summary.failed > 0 ? [`${summary.failed} failed`] : []),
    ...(summary.missing > 0 ? [`${summary.missing} without down.sql`] : []),
  ];
  return parts.join(', ');
}

/** What a person must know of one migration beyond its outcome, a line each. */
export function describeReport(report: MigrationReport, verbose: boolean): string[] {
  return [
    ...(report.lost.length > 0 ? [`does not come back: ${report.lost.join(', ')}`] : []),
    ...(report.reason === undefined ? [] : report.reason.split('\n')),
    ...report.differences.slice(0, verbose ? undefined : 8),
    ...(!verbose && report.differences.length > 8
      ? [`and ${report.differences.length - 8} more differences`]
      : []),
    ...(verbose ? report.notes : []),
  ];
}
