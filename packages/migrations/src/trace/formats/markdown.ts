import { cell, code, count, table } from '../../docs/markdown.ts';
import type { MigrationTrace } from '../trace.ts';
import { grows, waitsOf } from '../waits.ts';
import { backfillWords, isQuiet, notable, oneLine, rowsOf, time, workOf } from './words.ts';

/** Statements that a comment shows; the rest is summed up. */
const LISTED = 20;

/** Traces as a part of a comment on a pull request, or of a page. */
export function renderTraceMarkdown(traces: readonly MigrationTrace[]): string {
  return `${['### Locks', ...(traces.length === 0 ? ['No migration to trace.'] : traces.map(migrationPart))].join('\n\n')}\n`;
}

function migrationPart(trace: MigrationTrace): string {
  const waits = waitsOf(trace);
  const loud = trace.statements.filter((one) => !isQuiet(one));
  const shown = loud.slice(0, LISTED);
  const rest = loud.length - shown.length;
  const quiet = trace.statements.length - loud.length;
  const rows = rowsOf(trace);
  return [
    `#### ${trace.migration}`,
    waits.length === 0
      ? 'Reads and writes of others go on during all of it.'
      : waits
          .map((wait) => {
            const work = wait.work.length === 0 ? '' : `; meanwhile it ${cell(wait.work.join(', '))}`;
            const words = `${wait.waits} of ${code(wait.table)} wait ${time(wait.ms)}: ${wait.mode} from line ${wait.line}${work}`;
            return `- ${grows(wait) ? `**grows with the table** ${words}` : `brief: ${words}`}`;
          })
          .join('\n'),
    [
      `<details><summary>${count(trace.statements.length, 'statement')}, ${time(trace.ms)}</summary>`,
      '',
      ...table(
        ['line', 'statement', 'time', 'locks', 'what it does'],
        shown.map((statement) => [
          String(statement.line),
          code(oneLine(statement.text, 80)),
          time(statement.ms),
          notable(statement)
            .map(
              ({ relation, mode, seen }) =>
                `${mode} on ${code(relation)}${seen === 'held' ? '' : ` (${seen})`}`,
            )
            .join('<br>'),
          workOf(statement).map(cell).join('<br>'),
        ]),
      ),
      ...(rest > 0 ? [`and ${count(rest, 'more statement')}`, ''] : []),
      ...(quiet > 0 ? [`${count(quiet, 'statement')} on nothing that was there before.`, ''] : []),
      ...(trace.backfill === undefined ? [] : [`${backfillWords(trace.backfill)}.`, '']),
      ...(rows.length === 0 ? [] : [`On ${cell(rows.join('; '))}.`, '']),
      ...trace.notes.flatMap((note) => [cell(note), '']),
      ...trace.linter.flatMap(({ line, predicted, seen }) => [
        cell(`Line ${line}: the linter says ${predicted.join(', ') || 'nothing'}, seen was ${seen}.`),
        '',
      ]),
      '</details>',
    ].join('\n'),
  ].join('\n\n');
}
