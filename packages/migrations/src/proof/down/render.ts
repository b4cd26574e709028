import { displayName } from '@agora/catalog';
import type { DownCandidate, DownStatement, Loss } from './types.ts';

/** What a down.sql says besides its statements. */
interface DownDocument {
  /** Name of the migration it takes back. */
  readonly migration: string;
  readonly candidate: Pick<DownCandidate, 'statements' | 'losses' | 'notRestored' | 'notes'>;
  /** Columns whose values did not come back in the proof though the column is still there. */
  readonly changed?: readonly string[];
  /** More lines for the reader, such as what the proof could not fill. */
  readonly notes?: readonly string[];
}

const written = (loss: Loss): string =>
  [loss.schema, loss.table, ...(loss.column === undefined ? [] : [loss.column])].map(displayName).join('.');

/**
 * The text of down.sql: what it destroys as `loses` directives (counted before a rollback), what it cannot
 * bring back and what to know as comments, then the statements, under the lock they take and their hazards.
 */
export function renderDown(document: DownDocument): string {
  const { candidate } = document;
  const changed = document.changed ?? [];
  const lines = [
    ...candidate.losses.map(
      (loss) => `-- agora: loses ${loss.column === undefined ? 'table' : 'column'} ${written(loss)}`,
    ),
    `-- The way back from ${document.migration}, generated from the catalog before and after it.`,
    ...(candidate.notRestored.length > 0
      ? [
          '-- Not restored: the way forward dropped it, and what comes back is empty or filled in:',
          ...candidate.notRestored.map((loss) => `--   ${written(loss)}`),
        ]
      : []),
    ...(changed.length > 0
      ? [
          '-- Values that the way forward changes, and that stay so:',
          ...changed.map((name) => `--   ${name}`),
        ]
      : []),
    ...[...candidate.notes, ...(document.notes ?? [])].map((note) => `-- ${note.replaceAll(/\s+/g, ' ')}`),
  ];
  const body =
    candidate.statements.length === 0
      ? ['-- Nothing to do: the migration changes nothing that belongs to the schema of this database.']
      : groups(candidate.statements);
  return `${[lines.join('\n'), ...preamble(candidate.statements), ...body].join('\n\n')}\n`;
}

/** A function's body may name what a later statement makes. */
function preamble(statements: readonly DownStatement[]): string[] {
  const routines = statements.some((one) => /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)/i.test(one.sql));
  return routines ? ['SET LOCAL check_function_bodies = off;'] : [];
}

/** Statements of a kind stand together under one comment. */
function groups(statements: readonly DownStatement[]): string[] {
  const blocks: { facts: string; lines: string[] }[] = [];
  for (const statement of statements) {
    const facts = factsOf(statement);
    const last = blocks.at(-1);
    if (last !== undefined && last.facts === facts) last.lines.push(`${statement.sql};`);
    else blocks.push({ facts, lines: [`${statement.sql};`] });
  }
  return blocks.map(({ facts, lines }) => [...(facts === '' ? [] : [`-- ${facts}`]), ...lines].join('\n'));
}

function factsOf(statement: DownStatement): string {
  return [
    ...(statement.lock === undefined ? [] : [`${statement.lock} lock`]),
    ...(statement.rewrite === true ? ['rewrites the table'] : []),
    ...(statement.hazard === undefined ? [] : [statement.hazard]),
  ].join('; ');
}

/** Where the migrations lie on the machine that tried. */
const folder = /(?:[A-Za-z]:)?[\\/](?:[^:\n]*[\\/])?(?=(?:down|migration)\.sql:\d)/g;

/** A down.sql for a migration of which no way back was found: the reason, and nothing that runs. */
export function renderNotFound(migration: string, reason: string): string {
  const because = reason.replaceAll(folder, '').replaceAll(/\s+/g, ' ');
  return `-- agora: not-found because ${because}\n-- The way back from ${migration} could not be generated. Write it by hand and remove the line above, or leave it.\n`;
}
