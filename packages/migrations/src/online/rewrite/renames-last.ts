import { identifier, quoteIdentifier, splitStatements } from '@agora/postgres';
import {
  as,
  nameOf,
  type ParsedStatement,
  parseStatements,
  relationsIn,
  strings,
} from '@agora/postgres/parser';
import type { RenameStmt } from 'libpg-query';

import { tokensOf } from './text.ts';

/**
 * A script with its renames of columns and tables at its end, and the old names in the statements that were between: an
 * expansion keeps the old name until its contraction, which takes along what stands on it. A guess, for a proof to judge.
 * `loadParser()` comes first.
 *
 * @returns undefined where no later statement names what is renamed
 */
export function renamesLast(sql: string): string | undefined {
  let text = sql;
  let changed = false;
  const done = new Set<string>();
  for (;;) {
    const statements = parseStatements(splitStatements(text)).statements.filter(({ nested }) => !nested);
    const rename = statements.find((one) => renameIn(one) !== undefined && !done.has(one.text));
    if (rename === undefined) return changed ? text : undefined;
    done.add(rename.text);
    const later = statements.filter(({ start }) => start > rename.start);
    const told = later.filter((one) => names(one, renameIn(rename)));
    if (told.length === 0) continue;
    changed = true;
    text = moved(text, rename, told);
  }
}

function renameIn({ node }: ParsedStatement): RenameStmt | undefined {
  const rename = as(node, 'RenameStmt');
  const isColumn = rename?.renameType === 'OBJECT_COLUMN' && rename.relationType === 'OBJECT_TABLE';
  return isColumn || rename?.renameType === 'OBJECT_TABLE' ? rename : undefined;
}

/** Whether a statement is about what a rename has given its name. */
function names(statement: ParsedStatement, rename: RenameStmt | undefined): boolean {
  if (rename === undefined) return false;
  const { newname = '' } = rename;
  const table = rename.renameType === 'OBJECT_TABLE' ? newname : nameOf(rename.relation).name;
  const relations = [...relationsIn(statement.node)].map(({ relname }) => relname);
  return (
    [...relations, commentedTable(statement)].includes(table) &&
    tokensOf(statement.text).some(
      ({ start, end }) => identifier(statement.text.slice(start, end)) === newname,
    )
  );
}

/** The table of COMMENT ON COLUMN. */
function commentedTable({ node }: ParsedStatement): string | undefined {
  const comment = as(node, 'CommentStmt');
  return comment?.objtype === 'OBJECT_COLUMN' ? strings(as(comment.object, 'List')?.items).at(-2) : undefined;
}

/** The rename behind the last of the statements that name what it renames, which name it as before. */
function moved(sql: string, rename: ParsedStatement, told: readonly ParsedStatement[]): string {
  const node = renameIn(rename);
  const { newname = '', subname, relation } = node ?? {};
  const old = quoteIdentifier(node?.renameType === 'OBJECT_TABLE' ? nameOf(relation).name : (subname ?? ''));
  let text = sql;
  const last = told.at(-1) ?? rename;
  const end = endOf(sql, last.end);
  text = `${text.slice(0, end)}\n${rename.text};${text.slice(end)}`;
  for (const { start, text: own } of told.toReversed())
    for (const token of tokensOf(own).toReversed())
      if (identifier(own.slice(token.start, token.end)) === newname)
        text = text.slice(0, start + token.start) + old + text.slice(start + token.end);
  return text.slice(0, rename.start) + text.slice(endOf(text, rename.end));
}

/** The place behind the semicolon. */
function endOf(sql: string, from: number): number {
  return from + (/^\s*;/.exec(sql.slice(from))?.[0].length ?? 0);
}
