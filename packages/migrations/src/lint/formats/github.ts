import type { Finding, Severity } from '../finding.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * The findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 *
 * @param prefix what stands before the paths of the findings in the repository, such as `packages/db/`
 */
export function renderGithub(findings: readonly Finding[], prefix = ''): string {
  return findings
    .map((finding) => {
      const properties = {
        file: prefix + finding.file,
        line: finding.line,
        endLine: finding.endLine,
        col: finding.column,
        endColumn: finding.endColumn,
        title: finding.rule,
      };
      const list = Object.entries(properties).map(
        ([key, value]) => `${key}=${escapeProperty(String(value))}`,
      );
      const text = [finding.message, finding.why, '', finding.fix];
      return `::${commands[finding.severity]} ${list.join(',')}::${escapeData(text.join('\n'))}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
