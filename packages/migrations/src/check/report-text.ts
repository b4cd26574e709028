import type { LintPaint } from '../lint/formats/text.ts';
import type { CheckReport } from './check.ts';
import type { Problem } from './problem.ts';

/** The report for people: every problem with its reason and its fix, then what was looked at. */
export function renderCheckText(report: CheckReport, paint: LintPaint): string {
  const { problems, judged, migrations, looked } = report;
  const blocks = inGroups(problems).map(({ first, others }) => block(first, others, paint));
  const summary =
    problems.length === 0
      ? paint.green('Nothing stands against it.')
      : paint.red(`${problems.length} problem${problems.length === 1 ? '' : 's'}.`);
  const scope = `${judged.length} of ${migrations} migrations judged; looked at ${looked.join(', ')}.`;
  return `${[...blocks, `${summary} ${paint.dim(scope)}`].join('\n\n')}\n`;
}

interface Group {
  readonly first: Problem;
  readonly others: readonly Problem[];
}

/** The same hazard in the same file is told once, with its other places. */
function inGroups(problems: readonly Problem[]): readonly Group[] {
  const groups = new Map<string, Problem[]>();
  for (const [index, problem] of problems.entries()) {
    const key = problem.kind === 'lint' ? `${problem.code} ${problem.file}` : String(index);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()].map(([first, ...others]) => ({ first: first!, others }));
}

function block(problem: Problem, others: readonly Problem[], paint: LintPaint): string {
  const at = problem.line === undefined ? '' : `:${problem.line}`;
  const place = problem.file === undefined ? '' : ` ${paint.dim(`${problem.file}${at}`)}`;
  return [
    `${paint.red(problem.kind)}${place}`,
    `  ${paint.bold(problem.message)}`,
    ...(others.length > 0
      ? [paint.dim(`  and ${others.length} more, in lines ${others.map(({ line }) => line).join(', ')}`)]
      : []),
    ...indented(problem.why, paint.dim),
    `  ${paint.green('fix:')}${problem.fix.includes('\n') ? '' : ` ${problem.fix}`}`,
    ...(problem.fix.includes('\n') ? indented(problem.fix, paint.green) : []),
  ].join('\n');
}

function indented(text: string, style: (text: string) => string): readonly string[] {
  return text === '' ? [] : text.split('\n').map((one) => (one.trim() === '' ? '' : `  ${style(one)}`));
}
