import type { HealthReport } from '../health/read-health.ts';
import { cell, faultLines, table } from './markdown.ts';

/** How a database and its application do, in Markdown. Pure. */
export function renderHealthReport({ outcome, checks }: HealthReport, environment: string): string {
  return [
    `# Health of ${cell(environment)}: ${outcome}`,
    '',
    ...table(
      ['check', 'of', 'outcome', 'saw'],
      checks.map(({ name, group, outcome: became, saw }) => [name, group, became, saw]),
    ),
    ...faultLines(checks.flatMap(({ findings }) => findings)),
    '',
  ].join('\n');
}
