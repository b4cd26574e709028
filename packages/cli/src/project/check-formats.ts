import path from 'node:path';

import {
  checkAsGithub,
  checkAsGitlab,
  checkAsMarkdown,
  checkAsSarif,
  type CheckReport,
  type Project,
  readFolder,
  renderCheckText,
  repositoryPrefix,
} from '@agora/migrations';

import { UsageError } from '../command/usage-error.ts';
import type { Paint } from '../terminal/paint.ts';

/** How the problems of a check can be told. */
export const CHECK_FORMATS = ['text', 'json', 'sarif', 'github', 'gitlab', 'markdown'] as const;
type CheckFormat = (typeof CHECK_FORMATS)[number];

/** A report in one format: for `--json`, and as text. */
interface FormattedCheck {
  readonly value: unknown;
  readonly text: (paint: Paint) => string;
}

/** A report of `agora migrate check` in one of its formats. */
export async function formatCheck(
  format: CheckFormat,
  report: CheckReport,
  project: Pick<Project, 'root' | 'schemaPath' | 'migrationsDirectory'>,
): Promise<FormattedCheck> {
  const { root, schemaPath, migrationsDirectory } = project;
  const places = {
    prefix: await repositoryPrefix(root),
    otherwise: path.relative(root, schemaPath ?? migrationsDirectory).replaceAll(path.sep, '/'),
  };
  const { problems } = report;
  switch (format) {
    case 'json':
      return asJson(report);
    case 'sarif':
      return asJson(checkAsSarif(problems, places));
    case 'gitlab':
      return asJson(checkAsGitlab(problems, places));
    case 'github':
      return { value: report, text: () => checkAsGithub(problems, places) };
    case 'markdown': {
      const markdown = await checkAsMarkdown(
        report,
        (await readFolder(migrationsDirectory)).migrations,
        places,
      );
      return { value: report, text: () => markdown };
    }
    default:
      return { value: report, text: (paint) => renderCheckText(report, paint) };
  }
}

function asJson(value: unknown): FormattedCheck {
  return { value, text: () => JSON.stringify(value, undefined, 2) };
}

/** A report that is also written to a file. */
interface WrittenCheck {
  readonly format: CheckFormat;
  /** As it was given. */
  readonly file: string;
}

/**
 * Reads `--write sarif=agora.sarif`.
 * @throws UsageError `cli.invalid_value`
 */
export function readWrites(given: readonly string[]): readonly WrittenCheck[] {
  return given.map((one) => {
    const [word, ...rest] = one.split('=');
    const format = CHECK_FORMATS.find((known) => known === word);
    const file = rest.join('=');
    if (format !== undefined && file !== '') return { format, file };
    throw new UsageError({
      code: 'cli.invalid_value',
      message: `--write ${one} is not <format>=<file>.`,
      why: `The formats are ${CHECK_FORMATS.join(', ')}.`,
      fix: 'For example: --write sarif=agora.sarif',
    });
  });
}
