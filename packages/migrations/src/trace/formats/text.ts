import { type LintPaint, noPaint } from '../../lint/formats/text.ts';
import { count } from '../../docs/markdown.ts';
import type { MigrationTrace, TracedStatement } from '../trace.ts';
import { grows, type Wait, waitsOf } from '../waits.ts';
import { backfillWords, isQuiet, log, notable, oneLine, rowsOf, time, workOf } from './words.ts';

/** Columns of a terminal that a report is readable in. */
const WIDTH = 80;

/** Traces for people: of each migration who waits, the worst first, then its statements; at the end what to do. */
export function renderTraceText(traces: readonly MigrationTrace[], paint: LintPaint = noPaint): string {
  return `${[...traces.map((trace) => migrationText(trace, paint)), advice(traces, paint)].join('\n\n')}\n`;
}

function migrationText(trace: MigrationTrace, paint: LintPaint): string {
  const waits = waitsOf(trace);
  return [
    `${paint.bold(trace.migration)}  ${paint.dim(`${count(trace.statements.length, 'statement')}, ${time(trace.ms)}`)}`,
    ...rowsOf(trace).flatMap((line) => wrapped(line, '  ').map(paint.dim)),
    ...trace.notes.flatMap((note) => wrapped(note, '  ').map(paint.yellow)),
    ...(waits.length === 0 ? ['', `  ${paint.green('nobody waits')}`] : ['']),
    ...waits.flatMap((wait) => waitText(wait, paint)),
    '',
    ...statementsText(trace.statements, paint),
    ...(trace.backfill === undefined ? [] : wrapped(backfillWords(trace.backfill), '  ')),
    ...linterText(trace, paint),
  ].join('\n');
}

function waitText(wait: Wait, paint: LintPaint): string[] {
  const label = grows(wait) ? paint.red('grows') : paint.yellow('brief');
  const under = `${wait.mode} from line ${wait.line}${wait.work.length === 0 ? '' : `; meanwhile it ${wait.work.join(', ')}`}`;
  const [first = '', ...rest] = wrapped(`${wait.waits} of ${wait.table} wait ${time(wait.ms)}`, '         ');
  return [`  ${label}  ${first.trimStart()}`, ...rest, ...wrapped(under, '         ').map(paint.dim)];
}

/** Those that touch nothing that was there before are summed up. */
function statementsText(statements: readonly TracedStatement[], paint: LintPaint): string[] {
  const quiet = statements.filter(isQuiet);
  const ms = quiet.reduce((sum, one) => sum + one.ms, 0);
  const bytes = quiet.reduce((sum, { walBytes }) => sum + walBytes, 0);
  const what = `${count(quiet.length, 'statement')} ${quiet.length === 1 ? 'touches' : 'touch'} nothing that was there before`;
  return [
    ...statements.filter((one) => !isQuiet(one)).flatMap((one) => statementText(one, paint)),
    ...(quiet.length === 0 ? [] : wrapped(`${what}: ${time(ms)}, ${log(bytes)}`, '  ').map(paint.dim)),
  ];
}

function statementText(statement: TracedStatement, paint: LintPaint): string[] {
  const { line, ms, text, transaction } = statement;
  const head = `  line ${line}  ${time(ms)}  `;
  const locks = notable(statement).map(
    ({ relation, mode, seen }) => `${relation} ${mode}${seen === 'held' ? '' : ` (${seen})`}`,
  );
  return [
    `${paint.dim(head)}${oneLine(text, Math.max(20, WIDTH - head.length))}`,
    ...(transaction === undefined ? ['       outside of a transaction'] : []),
    ...(locks.length === 0 ? [] : wrapped(`locks ${locks.join(', ')}`, '       ')),
    ...standing(statement).flatMap((lock) => wrapped(`under ${lock}, held from above`, '       ')),
    ...workOf(statement).flatMap((part) => wrapped(part, '       ')),
  ];
}

function linterText({ linter }: MigrationTrace, paint: LintPaint): string[] {
  if (linter.length === 0) return [];
  return [
    '',
    `  ${paint.yellow('The linter says otherwise; what was seen counts:')}`,
    ...linter.flatMap(({ line, predicted, seen }) =>
      wrapped(`line ${line}  seen: ${seen}; predicted: ${predicted.join(', ') || 'nothing'}`, '  '),
    ),
  ];
}

/** Locks of earlier statements on tables that this one works on. */
function standing({ under, locks, rewritten, built, scans }: TracedStatement): string[] {
  const worked = new Set([
    ...rewritten,
    ...built.map(({ table }) => table),
    ...scans.map(({ table }) => table),
  ]);
  return under
    .filter(
      ({ relation, mode, waits }) =>
        worked.has(relation) &&
        waits !== 'nothing' &&
        !locks.some((own) => own.relation === relation && own.mode === mode),
    )
    .map(({ relation, mode }) => `${relation} ${mode}`);
}

function advice(traces: readonly MigrationTrace[], paint: LintPaint): string {
  const bad = traces.filter((trace) => waitsOf(trace).some(grows));
  const waiting = traces.some((trace) => waitsOf(trace).length > 0);
  if (!waiting) return paint.green('Reads and writes of others go on during all of it.');
  const brief = 'brief: as short on a large table; a lock_timeout bounds the wait for the lock.';
  if (bad.length === 0) return brief;
  return [
    paint.bold('grows: as long as the tables are large. What to do:'),
    `  agora migrate lint --fix ${bad.map(({ migration }) => migration).join(' ')}`,
    '  writes them anew so that nobody waits, or says why not.',
    brief,
  ].join('\n');
}

/** Lines of at most {@link WIDTH} columns, broken at spaces. */
function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}
