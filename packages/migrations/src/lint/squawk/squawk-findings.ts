import type { Finding } from '../finding.ts';
import { byteOffsets, type LineIndex } from '@agora/postgres/parser';
import type { Linted } from '../linted.ts';
import type { SquawkFinding } from './run-squawk.ts';
import { squawkRules } from './squawk-rules.ts';

/** Squawk's findings about one script in our shape; what is no hazard on a new table is left out. */
export function squawkFindings(
  findings: readonly SquawkFinding[],
  { target: script, newTables, lines, file }: Linted,
): readonly Finding[] {
  return findings.flatMap((finding): Finding[] => {
    const rule = squawkRules[finding.rule];
    if (rule?.reportedBy !== 'squawk') return [];
    // The way back recreates what was there; how it should have been designed is another question.
    if (script.direction === 'down' && rule.category !== 'blocks' && rule.category !== 'data-loss') return [];
    const from = { line: finding.line + 1, column: unitColumn(lines, finding.line, finding.column) };
    const start = lines.startOf(from.line) + from.column - 1;
    const statement = script.statements.find((one) => !one.nested && one.start <= start && start <= one.end);
    if (!rule.onNewTables && statement && newTables.has(statement.start)) return [];
    const severity = script.direction === 'down' && rule.severity === 'error' ? 'warning' : rule.severity;
    return [
      {
        code: `lint.${finding.rule}`,
        rule: finding.rule,
        severity,
        category: rule.category,
        source: 'squawk',
        migration: script.migration,
        direction: script.direction,
        file,
        ...from,
        endLine: finding.endLine + 1,
        endColumn: unitColumn(lines, finding.endLine, finding.endColumn),
        message: finding.message,
        why: rule.why,
        fix: rule.fix,
        ...(rule.lock === undefined ? {} : { lock: rule.lock }),
        ...(rule.work === undefined ? {} : { work: rule.work }),
        page: `https://squawkhq.com/docs/${finding.rule}`,
      },
    ];
  });
}

/** 1-based column in UTF-16 units of a 0-based column in bytes. */
function unitColumn(lines: LineIndex, line: number, bytes: number): number {
  return byteOffsets(lines.line(line + 1))(bytes) + 1;
}
