import { ownWords } from '@agora/postgres';
import {
  as,
  each,
  nameFrom,
  nameOf,
  type Name,
  type NodeOf,
  type ParsedStatement,
  walk,
} from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

/** What an UPDATE sets a column to. */
export interface Filling {
  readonly column: string;
  /** The expression as it is written. */
  readonly value: string;
  /** Columns that it reads, by their names alone. */
  readonly reads: ReadonlySet<string>;
}

/** An UPDATE of one table by its own columns, so far as its text tells. */
export interface Update {
  readonly table: Name;
  /** What follows SET, one for each column. */
  readonly fillings: readonly Filling[];
  /** Up to WHERE, and the condition; none where all rows are meant. */
  readonly head: string;
  readonly condition: string | undefined;
  /** Whether nothing but the table's own row is read, under no other name. */
  readonly isPlain: boolean;
  /** Where the first column is named, in the text. */
  readonly firstAt: number;
}

/** Reads an UPDATE; undefined for other statements, and for columns set in a list. */
export function readUpdate(statement: ParsedStatement): Update | undefined {
  const update = as(statement.node, 'UpdateStmt');
  if (!update) return undefined;
  const { text } = statement;
  const where = update.whereClause ? ownWords(text).findLast(({ word }) => word === 'where') : undefined;
  const end = where?.start ?? text.length;
  const targets = [...targetsOf(update)];
  const starts = targets.map(({ location }) => statement.at(location) - statement.start);
  const fillings = targets.map((target, index): Filling | undefined => {
    if (target.val && 'MultiAssignRef' in target.val) return undefined;
    const written = text.slice(starts[index], starts[index + 1] ?? end);
    const equals = written.indexOf('=', (target.name ?? '').length);
    const value = written
      .slice(equals + 1)
      .trim()
      .replace(/,$/, '');
    return { column: target.name ?? '', value, reads: columnsIn(target.val) };
  });
  if (fillings.some((one) => one === undefined)) return undefined;
  return {
    table: nameOf(update.relation),
    fillings: fillings.flatMap((one) => one ?? []),
    head: text.slice(0, end),
    condition: where && text.slice(where.end).trim(),
    isPlain:
      update.fromClause === undefined &&
      update.returningClause === undefined &&
      update.withClause === undefined &&
      update.relation?.alias === undefined &&
      ![...walk(update)].some((node) => 'SubLink' in node),
    firstAt: starts[0] ?? 0,
  };
}

function* targetsOf(update: NodeOf<'UpdateStmt'>): Generator<NodeOf<'ResTarget'>> {
  for (const node of update.targetList ?? []) {
    const target = as(node, 'ResTarget');
    if (target) yield target;
  }
}

/** The columns that something reads, by their names alone. */
export function columnsIn(root: Node | undefined): ReadonlySet<string> {
  return new Set([...each(root, 'ColumnRef')].map(({ fields }) => nameFrom(fields).name));
}
