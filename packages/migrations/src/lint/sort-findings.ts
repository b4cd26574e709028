import type { AllowedFinding, Finding, SeverityOverrides } from './finding.ts';
import type { Linted } from './linted.ts';
import { makeFinding } from './make-finding.ts';
import { ruleNames } from './rule-names.ts';
import { rules } from './rules/index.ts';
import { reportedSquawkRules } from './squawk/squawk-rules.ts';
import { type DirectiveFault, applySuppressions } from './suppressions.ts';

/**
 * What is left of all that was found in one script: suppressions taken off, faults of the directives
 * added, one finding for each hazard, in the order of the text.
 */
export function sortFindings(
  one: Linted,
  squawk: readonly Finding[],
  severities: SeverityOverrides,
  squawkRan: boolean,
): { readonly findings: readonly Finding[]; readonly allowed: readonly AllowedFinding[] } {
  const all = [...one.findings, ...squawk.flatMap((finding) => override(finding, severities))];
  const off = Object.keys(severities).filter((name) => severities[name] === 'off');
  const silent = new Set([...off, ...(squawkRan ? [] : reportedSquawkRules)]);
  const sorted = applySuppressions(one.target, all, ruleNames, silent);
  const faults = sorted.faults.flatMap((fault) => faultFindings(fault, one, severities));
  return {
    findings: [...faults, ...sorted.findings].toSorted(
      (a, b) => a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule),
    ),
    allowed: sorted.allowed,
  };
}

function override(finding: Finding, severities: SeverityOverrides): readonly Finding[] {
  const severity = severities[finding.rule];
  if (severity === 'off') return [];
  return [severity === undefined ? finding : { ...finding, severity }];
}

function faultFindings(
  fault: DirectiveFault,
  one: Linted,
  severities: SeverityOverrides,
): readonly Finding[] {
  const rule = rules.find(({ name }) => name === fault.rule);
  if (!rule || severities[rule.name] === 'off') return [];
  const begin = one.lines.startOf(fault.line);
  const text = one.lines.line(fault.line);
  const span = { start: begin + Math.max(0, text.indexOf('--')), end: begin + text.trimEnd().length };
  return [makeFinding(rule, { message: fault.message }, { ...one, span, severities })];
}
