import type { LintPaint } from '../../lint/formats/text.ts';
import type { CheckReport } from './check.ts';
import type { Problem } from './problem.ts';

/** From how many migrations on a hint is worth its line. */
const LONG = 20;

/**
 * The report for people: every problem with its reason and its fix, then what was looked at. The reason and the fix of
 * a hazard are the same each time: they stand at its first place.
 */
export function renderCheckText(report: CheckReport, paint: LintPaint): string {
  const { problems, judged, migrations, looked } = report;
  const explained = new Set<string>();
  const blocks = inGroups(problems).map(({ first, others }) => {
    const explain = first.kind !== 'lint' || !explained.has(first.code);
    explained.add(first.code);
    return block(first, others, paint, explain);
  });
  const summary =
    problems.length === 0
      ? paint.green('Nothing stands against it.')
      : paint.red(`${problems.length} problem${problems.length === 1 ? '' : 's'}.`);
  const scope = `${judged.length} of ${migrations} migrations judged; looked at ${looked.join(', ')}.`;
  const hint =
    problems.length > 0 && judged.length === migrations && migrations >= LONG
      ? `\n${paint.dim('To judge only what is new: --base <git ref>, or lint.since in agora.config.ts.')}`
      : '';
  return `${[...blocks, `${summary} ${paint.dim(scope)}${hint}`].join('\n\n')}\n`;
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

function block(problem: Problem, others: readonly Problem[], paint: LintPaint, explain: boolean): string {
  const at = problem.line === undefined ? '' : `:${problem.line}`;
  const place = problem.file === undefined ? '' : ` ${paint.dim(`${problem.file}${at}`)}`;
  return [
    `${paint.red(problem.kind)}${place}`,
    `  ${paint.bold(problem.message)}`,
    ...(others.length > 0
      ? [paint.dim(`  and ${others.length} more, in lines ${others.map(({ line }) => line).join(', ')}`)]
      : []),
    ...(explain ? [...indented(problem.why, paint.dim), ...fix(problem, paint)] : []),
  ].join('\n');
}

function fix(problem: Problem, paint: LintPaint): readonly string[] {
  return problem.fix.includes('\n')
    ? [`  ${paint.green('fix:')}`, ...indented(problem.fix, paint.green)]
    : [`  ${paint.green('fix:')} ${problem.fix}`];
}

function indented(text: string, style: (text: string) => string): readonly string[] {
  return text === '' ? [] : text.split('\n').map((one) => (one.trim() === '' ? '' : `  ${style(one)}`));
}
