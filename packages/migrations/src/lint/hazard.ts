import type { Finding } from './finding.ts';
import { rules } from './rules/index.ts';

/** What rules find at one place of one hazard: the rule that speaks, and those that it keeps silent. */
export interface Hazard {
  readonly finding: Finding;
  readonly silent: readonly Finding[];
}

/** Gathers findings of one script by hazard, so that each is told once. */
export function gatherHazards(findings: readonly Finding[]): readonly Hazard[] {
  const silencedBy = new Map<Finding, Finding>();
  for (const finding of findings) {
    const { supersedes = [] } = rules.find(({ name }) => name === finding.rule) ?? {};
    for (const other of findings) {
      if (supersedes.includes(other.rule) && isSamePlace(other, finding)) silencedBy.set(other, finding);
    }
  }
  return findings
    .filter((finding) => !silencedBy.has(finding))
    .map((finding) => ({
      finding,
      silent: [...silencedBy].filter(([, by]) => by === finding).map(([silent]) => silent),
    }));
}

function isSamePlace(a: Finding, b: Finding): boolean {
  return a.line === b.line && a.column === b.column;
}
