import type { Span } from '@agora/postgres/parser';

import type { Finding, Severity, SeverityOverrides } from './finding.ts';
import type { Linted } from './linted.ts';
import type { Report, Rule } from './rule.ts';
import { pageOf } from './rule-names.ts';

/** Where a finding of one of our rules stands, and what the project says of severities. */
export interface Place extends Pick<Linted, 'target' | 'file' | 'lines'> {
  readonly span: Span;
  readonly severities: SeverityOverrides;
}

/** What a rule reports of a place, as a finding. */
export function makeFinding(rule: Rule, report: Report, place: Place): Finding {
  const { target, file, lines, span, severities } = place;
  const { lock, work } = report.hold ?? rule;
  const override = severities[rule.name];
  const from = lines.positionOf(span.start);
  const to = lines.positionOf(Math.max(span.start, span.end));
  return {
    code: `lint.${rule.name}`,
    rule: rule.name,
    severity: override === undefined || override === 'off' ? severityOf(rule, report, place) : override,
    category: rule.category,
    source: 'agora',
    migration: target.migration,
    direction: target.direction,
    file,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    message: report.message,
    why: report.why ?? rule.why,
    fix: report.fix ?? rule.fix ?? allowing(rule.name),
    ...(lock === undefined ? {} : { lock }),
    ...(work === undefined ? {} : { work }),
    ...(report.guess === undefined ? {} : { guess: report.guess }),
    page: pageOf(rule.name),
  };
}

/** What is left where nothing does the same safely. */
export function allowing(rule: string): string {
  return `-- if it is meant, at the top of the file:\n-- agora: allow ${rule} because <reason>`;
}

/** A rollback is run in need: the locks it takes are worth knowing, and no reason to fail a build. */
function severityOf(rule: Rule, report: Report, { target }: Place): Severity {
  const severity = report.guess ? 'warning' : (report.severity ?? rule.severity);
  return target.direction === 'down' && rule.category === 'blocks' && severity === 'error'
    ? 'warning'
    : severity;
}
