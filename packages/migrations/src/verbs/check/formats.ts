import { createHash } from 'node:crypto';

import type { Annotation } from '../../lint/formats/annotation.ts';
import { renderGithub } from '../../lint/formats/github.ts';
import { SARIF } from '../../lint/formats/sarif.ts';
import type { Problem } from './problem.ts';

/** Where the problems of a check are, for programs that show them in a pull request. */
export interface Places {
  /** What stands before the project's paths at the top of the repository: `packages/db/`. */
  readonly prefix: string;
  /** The file of what is about no file, such as a model without a migration: the schema, relative to the project. */
  readonly otherwise: string;
}

/** The problems as workflow commands of GitHub Actions. */
export function checkAsGithub(problems: readonly Problem[], { prefix, otherwise }: Places): string {
  return renderGithub(
    problems.map((problem): Annotation => ({
      ...problem,
      title: problem.code,
      severity: 'error',
      file: problem.file ?? otherwise,
    })),
    prefix,
  );
}

/** The problems as a SARIF 2.1.0 log. */
export function checkAsSarif(
  problems: readonly Problem[],
  { prefix, otherwise }: Places,
): Record<string, unknown> {
  const ids = [...new Set(problems.map(({ code }) => code))].toSorted();
  return {
    ...SARIF,
    runs: [
      {
        tool: {
          driver: {
            name: 'agora migrate check',
            rules: ids.map((id) => ({ id, shortDescription: { text: describe(id, problems) } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => {
          const { code, message, why, fix, line = 1 } = problem;
          const file = problem.file ?? otherwise;
          return {
            ruleId: code,
            ruleIndex: ids.indexOf(code),
            level: 'error',
            message: { text: `${message} ${why}\n\n${fix}` },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: encodeURI(prefix + file), uriBaseId: '%SRCROOT%' },
                  region: { startLine: line },
                },
              },
            ],
            partialFingerprints: { 'agoraCheck/v1': fingerprintOf(code, file, message) },
          };
        }),
      },
    ],
  };
}

/** The kind of it: its messages name one migration each. */
function describe(id: string, problems: readonly Problem[]): string {
  return problems.find(({ code }) => code === id)?.kind.replaceAll('-', ' ') ?? id;
}

/** The problems as a code quality report of GitLab. */
export function checkAsGitlab(
  problems: readonly Problem[],
  { prefix, otherwise }: Places,
): readonly Record<string, unknown>[] {
  return problems.map((problem) => {
    const { code, message, fix, line = 1 } = problem;
    const file = problem.file ?? otherwise;
    return {
      description: `${message} ${fix}`,
      check_name: code,
      fingerprint: fingerprintOf(code, file, message),
      severity: 'major',
      location: { path: prefix + file, lines: { begin: line } },
    };
  });
}

/** Stays the same when lines above move, so that a scanner knows an old problem again. */
function fingerprintOf(code: string, file: string, message: string): string {
  return createHash('sha256').update([code, file, message].join('\0')).digest('hex');
}
