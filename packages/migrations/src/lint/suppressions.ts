import { directivesOf } from '../project/directives.ts';
import type { AllowedFinding, Finding } from './finding.ts';
import { gatherHazards } from './hazard.ts';
import type { ScriptUnderLint } from './rule.ts';

/** What is said of a directive that stands at a line. */
export interface DirectiveFault {
  readonly rule: 'invalid-directive' | 'unknown-suppression' | 'unused-suppression';
  readonly line: number;
  readonly message: string;
}

export interface Sorted {
  /** One for each hazard. */
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  readonly faults: readonly DirectiveFault[];
}

/**
 * Sorts the findings of one script by its directives: `-- agora: allow <rule> because <reason>` allows
 * every finding of that rule in that file, and a rule that it kept silent speaks then. Directives that are malformed, that name no rule, or that
 * match nothing are faults themselves.
 *
 * @param known every rule name
 * @param silent rules that were not run, of which nothing can be said to be unused
 */
export function applySuppressions(
  script: ScriptUnderLint,
  findings: readonly Finding[],
  known: ReadonlySet<string>,
  silent: ReadonlySet<string>,
): Sorted {
  const faults: DirectiveFault[] = [];
  const reasons = new Map<string, string>();
  for (const invalid of directivesOf(script.script.directives, 'invalid')) {
    faults.push({
      rule: 'invalid-directive',
      line: invalid.line,
      message: `"-- agora: ${invalid.text}" is not a directive: ${invalid.problem}.`,
    });
  }
  for (const { rule, reason, line } of directivesOf(script.script.directives, 'allow')) {
    if (!known.has(rule)) {
      const near = nearest(rule, known);
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      faults.push({ rule: 'unknown-suppression', line, message: `No rule is called "${rule}".${hint}` });
    } else if (findings.some((finding) => finding.rule === rule) || silent.has(rule)) {
      reasons.set(rule, reasons.get(rule) ?? reason);
    } else {
      faults.push({
        rule: 'unused-suppression',
        line,
        message: `"allow ${rule}" matches nothing in this file.`,
      });
    }
  }
  const left = gatherHazards(findings.filter((finding) => !reasons.has(finding.rule)));
  return {
    findings: left.map(({ finding }) => finding),
    allowed: findings.flatMap((finding) => {
      const reason = reasons.get(finding.rule);
      return reason === undefined ? [] : { ...finding, reason };
    }),
    faults,
  };
}

/** The known name with the smallest edit distance, if that is at most a third of its length. */
function nearest(name: string, known: ReadonlySet<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance < bestDistance && distance <= candidate.length / 3) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
