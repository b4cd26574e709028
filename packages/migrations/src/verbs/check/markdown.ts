import { loadParser } from '@agora/postgres/parser';

import { cell, code, table } from '../../docs/markdown.ts';
import { changesOf } from '../../docs/migration-page.ts';
import { directivesOf } from '../../project/directives.ts';
import type { Migration } from '../../project/folder.ts';
import type { CheckReport } from './check.ts';
import type { Places } from './formats.ts';

/** More than this in a list is summed up. */
const LISTED = 20;

/**
 * The report as one comment on a pull request, or the summary of a job: what stands against it, then each migration of
 * the change with what it does and what its way back loses.
 * @param migrations all of the folder
 */
export async function checkAsMarkdown(
  { problems, judged, looked, diagram }: CheckReport,
  migrations: readonly Migration[],
  { prefix, otherwise }: Places,
): Promise<string> {
  await loadParser();
  const chosen = migrations.filter(({ name }) => judged.includes(name));
  const shown = problems.slice(0, LISTED);
  const rest = problems.length - shown.length;
  return [
    `### Migrations: ${problems.length === 0 ? 'nothing stands against it' : `${problems.length} to mend`}`,
    ...(shown.length === 0
      ? []
      : [
          table(
            ['where', 'what', 'fix'],
            shown.map(({ file = otherwise, line, message, fix }) => [
              code(`${prefix}${file}${line === undefined ? '' : `:${line}`}`),
              cell(message),
              cell(fix),
            ]),
          )
            .join('\n')
            .trimEnd(),
        ]),
    ...(rest > 0 ? [`and ${rest} more`] : []),
    ...chosen.slice(0, LISTED).map(migrationPart),
    ...(chosen.length > LISTED ? [`and ${chosen.length - LISTED} more migrations`] : []),
    ...(diagram === undefined ? [] : ['#### Tables that change', `\`\`\`mermaid\n${diagram}\n\`\`\``]),
    `Looked at ${looked.join(', ')}.`,
  ].join('\n\n');
}

function migrationPart(migration: Migration): string {
  const changes = changesOf(migration);
  return [
    `#### ${migration.name}`,
    changes
      .slice(0, LISTED)
      .map(({ text }) => `- ${text}`)
      .join('\n') || '- changes nothing',
    ...(changes.length > LISTED ? [`- and ${changes.length - LISTED} more`] : []),
    `Way back: ${wayBack(migration)}.`,
  ].join('\n\n');
}

function wayBack({ up, down }: Migration): string {
  const [final] = directivesOf(up.directives, 'irreversible');
  if (final) return `none, because ${final.reason}`;
  if (!down) return 'none yet';
  const losses = directivesOf(down.directives, 'loses').map(({ target }) =>
    code([target.schema, target.table, target.column].filter((part) => part !== undefined).join('.')),
  );
  return losses.length === 0
    ? 'down.sql, loses nothing that it names'
    : `down.sql, loses ${losses.join(', ')}`;
}
