import { createHash } from 'node:crypto';

import type { AllowedFinding, Finding, Severity } from '../finding.ts';
import type { LintResult } from '../lint.ts';
import { rules } from '../rules/index.ts';
import { squawkRules } from '../squawk/squawk-rules.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** What every log begins with. */
export const SARIF = {
  $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
  version: '2.1.0',
} as const;

/**
 * The result as a SARIF 2.1.0 log (OASIS, sections 3.13 ff.), which code scanning of GitHub, GitLab and
 * Azure reads. What directives allowed is in it as suppressed results, with the reasons.
 *
 * @param prefix what stands before the paths of the findings in the repository, such as `packages/db/`
 */
export function lintAsSarif(result: LintResult, prefix = ''): Record<string, unknown> {
  const all: readonly (Finding | AllowedFinding)[] = [...result.findings, ...result.allowed];
  const ids = [...new Set(all.map((finding) => finding.rule))].toSorted();
  return {
    ...SARIF,
    runs: [
      {
        tool: { driver: { name: 'agora migrate lint', rules: ids.map((id) => describe(id, all)) } },
        columnKind: 'utf16CodeUnits',
        results: all.map((finding) => sarifResult(finding, ids.indexOf(finding.rule), prefix)),
      },
    ],
  };
}

function describe(id: string, findings: readonly Finding[]): Record<string, unknown> {
  const own = rules.find((rule) => rule.name === id);
  const squawk = squawkRules[id];
  const summary = own?.summary ?? (squawk?.reportedBy === 'squawk' ? squawk.summary : id);
  const why = own?.why ?? (squawk?.reportedBy === 'squawk' ? squawk.why : summary);
  const severity = own?.severity ?? (squawk?.reportedBy === 'squawk' ? squawk.severity : 'warning');
  const page = findings.find((finding) => finding.rule === id)?.page;
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: why },
    ...(page?.startsWith('https:') ? { helpUri: page } : {}),
    defaultConfiguration: { level: levels[severity] },
    properties: { category: own?.category ?? (squawk?.reportedBy === 'squawk' ? squawk.category : 'advice') },
  };
}

function sarifResult(
  finding: Finding | AllowedFinding,
  ruleIndex: number,
  prefix: string,
): Record<string, unknown> {
  // Stays the same when lines above move, so that a scanner knows an old finding again.
  const print = createHash('sha256')
    .update([finding.rule, finding.file, finding.message].join('\0'))
    .digest('hex');
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: `${finding.message} ${finding.why}\n\n${finding.fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(prefix + finding.file), uriBaseId: '%SRCROOT%' },
          region: {
            startLine: finding.line,
            startColumn: finding.column,
            endLine: finding.endLine,
            endColumn: finding.endColumn,
          },
        },
      },
    ],
    partialFingerprints: { 'agoraLint/v1': print },
    ...('reason' in finding ? { suppressions: [{ kind: 'inSource', justification: finding.reason }] } : {}),
    properties: {
      migration: finding.migration,
      direction: finding.direction,
      source: finding.source,
      ...(finding.lock === undefined ? {} : { lock: finding.lock }),
      ...(finding.work === undefined ? {} : { work: finding.work }),
    },
  };
}
