import type { AlterTableStmt, RenameStmt } from 'libpg-query';

import {
  as,
  droppedNames,
  each,
  type Name,
  nameFrom,
  nameOf,
  type ParsedStatement,
  strings,
} from '@agora/postgres/parser';

import { alterationsOf } from '../script/alterations.ts';
import { isCastOf } from '../script/is-cast.ts';

/** A column of an enum that is made anew. */
export interface RebuiltColumn {
  readonly table: Name;
  readonly column: string;
  /** The statements about it, in order: its default goes, its type changes, its default comes back. */
  readonly changes: readonly string[];
}

/** An enum that is made anew, as Prisma writes it where a value goes: statements that stand side by side. */
export interface EnumRebuild {
  readonly statements: readonly ParsedStatement[];
  /** The type under the name that it has before and after. */
  readonly type: Name;
  readonly values: readonly string[];
  /** Under which the new one is made. */
  readonly coming: Name;
  /** Under which the old one is dropped. */
  readonly going: Name;
  readonly columns: readonly RebuiltColumn[];
}

interface Taken extends RebuiltColumn {
  readonly retyped: boolean;
}

/**
 * @param statements of a script, those of DO blocks left out
 * @param resolve a name with its schema
 */
export function enumRebuilds(
  statements: readonly ParsedStatement[],
  resolve: (name: Name) => string,
): readonly EnumRebuild[] {
  return statements.flatMap((_, index) => rebuildAt(statements.slice(index), resolve) ?? []);
}

function rebuildAt(
  statements: readonly ParsedStatement[],
  resolve: (name: Name) => string,
): EnumRebuild | undefined {
  const isSame = (a: Name, b: Name): boolean => resolve(a) === resolve(b);
  const made = as(statements[0]?.node, 'CreateEnumStmt');
  if (made === undefined) return undefined;
  const coming = nameFrom(made.typeName);
  const columns = new Map<string, Taken>();
  let away: RenameStmt | undefined;
  let back: RenameStmt | undefined;
  let dropped = false;
  let length = 1;
  for (const statement of statements.slice(1)) {
    const rename = renameOfType(statement);
    const alter = as(statement.node, 'AlterTableStmt');
    if (rename !== undefined && away === undefined) away = rename;
    else if (rename !== undefined && back === undefined && isSame(typeOf(rename), coming)) back = rename;
    else if (back !== undefined && !dropped && isSame(droppedIn(statement), goingOf(away))) dropped = true;
    else if (alter === undefined || !takes({ statement, alter, resolve }, coming, columns)) break;
    length += 1;
  }
  if (away === undefined || back === undefined || !dropped || columns.size === 0) return undefined;
  const type = typeOf(away);
  if (back.newname !== type.name || !isSame({ ...coming, name: type.name }, type)) return undefined;
  if ([...columns.values()].some(({ retyped }) => !retyped)) return undefined;
  return {
    statements: statements.slice(0, length),
    type,
    values: strings(made.vals),
    coming,
    going: goingOf(away),
    columns: [...columns.values()],
  };
}

function renameOfType({ node }: ParsedStatement): RenameStmt | undefined {
  const rename = as(node, 'RenameStmt');
  return rename?.renameType === 'OBJECT_TYPE' ? rename : undefined;
}

function typeOf({ object }: RenameStmt): Name {
  return nameFrom(as(object, 'List')?.items);
}

function goingOf(away: RenameStmt | undefined): Name {
  return { ...(away === undefined ? {} : typeOf(away)), name: away?.newname ?? '' };
}

/** The type that a statement drops; nameless for another statement. */
function droppedIn({ node }: ParsedStatement): Name {
  const drop = as(node, 'DropStmt');
  const names = drop?.removeType === 'OBJECT_TYPE' ? droppedNames(drop.objects) : [];
  return (names.length === 1 ? names[0] : undefined) ?? { name: '' };
}

interface Altering {
  readonly statement: ParsedStatement;
  readonly alter: AlterTableStmt;
  readonly resolve: (name: Name) => string;
}

/** Whether all subcommands are about columns of the enum: their default, or the type itself. */
function takes({ statement, alter, resolve }: Altering, coming: Name, columns: Map<string, Taken>): boolean {
  const alterations = alterationsOf(statement);
  const head = statement.text.slice(0, (alterations[0]?.start ?? statement.start) - statement.start).trim();
  const taken = alterations.every(({ command }) => {
    const column = command.name ?? '';
    if (command.subtype === 'AT_ColumnDefault')
      return command.def === undefined || columns.has(keyOf(resolve(nameOf(alter.relation)), column));
    const definition = as(command.def, 'ColumnDef');
    const type = definition?.typeName;
    const using = definition?.raw_default;
    const isIt =
      command.subtype === 'AT_AlterColumnType' &&
      type !== undefined &&
      resolve(nameFrom(type.names)) === resolve(coming);
    return (
      isIt &&
      (using === undefined || isCastOf(using, column)) &&
      [...each(type.arrayBounds, 'Integer')].length < 2
    );
  });
  if (!taken || alterations.length === 0) return false;
  for (const { command, table, text } of alterations) {
    const column = command.name ?? '';
    const key = keyOf(resolve(nameOf(alter.relation)), column);
    const known = columns.get(key) ?? { table, column, changes: [], retyped: false };
    const retyped = known.retyped || command.subtype === 'AT_AlterColumnType';
    columns.set(key, { ...known, changes: [...known.changes, `${head} ${text}`], retyped });
  }
  return true;
}

function keyOf(table: string, column: string): string {
  return JSON.stringify([table, column]);
}
