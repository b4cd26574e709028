import type { Severity } from '../finding.ts';
import type { Annotation } from './annotation.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Annotations as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 *
 * @param prefix what stands before the paths in the repository, such as `packages/db/`
 */
export function renderGithub(annotations: readonly Annotation[], prefix = ''): string {
  return annotations
    .map((one) => {
      const properties = {
        file: one.file === undefined ? undefined : prefix + one.file,
        line: one.line,
        endLine: one.endLine,
        col: one.column,
        endColumn: one.endColumn,
        title: one.title,
      };
      const list = Object.entries(properties).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
      );
      const text = [one.message, one.why, '', one.fix];
      return `::${commands[one.severity]} ${list.join(',')}::${escapeData(text.join('\n'))}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
