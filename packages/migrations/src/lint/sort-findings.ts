import { findHazards } from '../plan/hazards.ts';
import type { AllowedFinding, Finding } from './finding.ts';
import type { Linted, SeverityOverrides } from './lint-script.ts';
import { pageOf, ruleNames } from './rule-names.ts';
import { rules } from './rules/index.ts';
import { speakingSquawkRules } from './squawk/speakers.ts';
import { type DirectiveFault, applySuppressions } from './suppressions.ts';

/**
 * What is left of all that was found in one script: suppressions taken off, faults of the directives
 * added, one finding for each hazard, in the order of the text.
 */
export function sortFindings(
  one: Linted,
  squawk: readonly Finding[],
  severities: SeverityOverrides,
  squawkAsked: boolean,
): { readonly findings: readonly Finding[]; readonly allowed: readonly AllowedFinding[] } {
  const all = [...one.findings, ...squawk.flatMap((finding) => override(finding, severities))];
  const off = Object.keys(severities).filter((name) => severities[name] === 'off');
  const silent = new Set([...off, ...(squawkAsked ? [] : speakingSquawkRules), ...deployHazards(one)]);
  const sorted = applySuppressions(one.target, all, ruleNames, silent);
  const faults = sorted.faults.flatMap((fault) => override(faultFinding(fault, one), severities));
  return {
    findings: [...faults, ...oneForEachHazard(sorted.findings)].toSorted(
      (a, b) => a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule),
    ),
    allowed: sorted.allowed,
  };
}

/** Rules that a deploy would want allowed here, if no directive allowed them. */
function deployHazards({ target: { migration, direction, script } }: Linted): readonly string[] {
  if (direction === 'down') return [];
  const bare = { name: migration, directory: '', up: { ...script, directives: [] } };
  return findHazards([bare]).map((hazard) => hazard.rule);
}

function override(finding: Finding, severities: SeverityOverrides): readonly Finding[] {
  const severity = severities[finding.rule];
  if (severity === 'off') return [];
  return [severity === undefined ? finding : { ...finding, severity }];
}

function faultFinding(fault: DirectiveFault, { target, file, lines }: Linted): Finding {
  const rule = rules.find(({ name }) => name === fault.rule);
  const text = lines.line(fault.line);
  return {
    rule: fault.rule,
    severity: rule?.severity ?? 'error',
    category: 'hygiene',
    source: 'agora',
    migration: target.migration,
    direction: target.direction,
    file,
    line: fault.line,
    column: Math.max(0, text.indexOf('--')) + 1,
    endLine: fault.line,
    endColumn: text.trimEnd().length + 1,
    message: fault.message,
    why: rule?.why ?? '',
    page: pageOf(fault.rule),
  };
}

/** Leaves out findings of rules that another finding at the same place supersedes. */
function oneForEachHazard(findings: readonly Finding[]): readonly Finding[] {
  const superseded = new Set<string>();
  for (const finding of findings) {
    const rule = rules.find(({ name }) => name === finding.rule);
    for (const other of rule?.supersedes ?? []) superseded.add(placeOf(other, finding));
  }
  return findings.filter((finding) => !superseded.has(placeOf(finding.rule, finding)));
}

function placeOf(rule: string, { line, column }: Finding): string {
  return `${rule} ${line}:${column}`;
}
