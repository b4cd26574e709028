import { type Catalog, type CatalogObject, type Difference } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import { quoteIdentifier } from '@agora/postgres';

/** A table or a column of which a migration is taken back. */
export interface UndoTarget {
  /** As it was asked for. */
  readonly text: string;
  readonly schema: string;
  readonly table: string;
  /** Undefined for all of the table. */
  readonly column?: string;
}

/**
 * Reads `table`, `table.column`, `schema.table` or `schema.table.column`, in the database's names.
 * @param catalogs of before and after the migration
 * @param touched by it
 * @throws AgoraError `migrations.cannot_undo` for what the migration does not touch
 */
export function parseTarget(
  text: string,
  catalogs: readonly Catalog[],
  {
    touched,
    schema,
    migration,
  }: { readonly touched: readonly Difference[]; readonly schema: string; readonly migration: string },
): UndoTarget {
  const parts = text.split('.').map((part) => part.trim());
  const [a = '', b = '', c = ''] = parts;
  const readings: readonly UndoTarget[] =
    parts.length === 1
      ? [{ text, schema, table: a }]
      : parts.length === 2
        ? [
            { text, schema, table: a, column: b },
            { text, schema: a, table: b },
          ]
        : [{ text, schema: a, table: b, column: c }];
  const objects = catalogs.flatMap((catalog) => [...catalog.objects.values()]);
  const found =
    parts.length <= 3 && !parts.includes('')
      ? readings.find((one) => objects.some((object) => isOf(one, object)))
      : undefined;
  const isTouched = found !== undefined && touched.some(({ object }) => isAbout(found, object));
  if (found !== undefined && isTouched) return found;
  throw new AgoraError({
    code: 'migrations.cannot_undo',
    message:
      found === undefined
        ? `There is no ${text} before or after ${migration}.`
        : `${migration} does not touch ${text}.`,
    why: `It touches:\n${namesOf(touched).join('\n')}`,
    fix: 'Name a table or a column of these, by the names of the database: --only table.column',
  });
}

/** Whether an object is what the target names. */
export function isOf({ schema, table, column }: UndoTarget, object: CatalogObject): boolean {
  if (object.schema !== schema) return false;
  return column === undefined
    ? object.kind === 'table' && object.name === table
    : object.kind === 'column' && object.parent === table && object.name === column;
}

/** Whether a difference in an object is one in the target, or in what hangs on it. */
export function isAbout(target: UndoTarget, object: CatalogObject): boolean {
  if (object.schema !== target.schema) return false;
  if (isOf(target, object)) return true;
  if (object.parent !== target.table) {
    // A table that comes or goes as a whole brings its columns along.
    return target.column !== undefined && object.kind === 'table' && object.name === target.table;
  }
  if (target.column === undefined) return true;
  return object.kind !== 'column' && mentions(JSON.stringify(object.definition), target.column);
}

/** Whether a column is one of a table that the migration makes: its way back drops the table, and of it only this is meant. */
export function isOfNewTable({ schema, table, column }: UndoTarget, before: Catalog): boolean {
  if (column === undefined) return false;
  return ![...before.objects.values()].some((object) => isOf({ text: '', schema, table }, object));
}

/** What takes such a column away. */
export function dropColumn({ schema, table, column = '' }: UndoTarget): string {
  return `ALTER TABLE ${quoteIdentifier(schema)}.${quoteIdentifier(table)} DROP COLUMN ${quoteIdentifier(column)}`;
}

/** Whether a text has a name in it as a word. */
export function mentions(text: string, name: string): boolean {
  const escaped = name.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w$])${escaped}(?![\w$])`, 'u').test(text);
}

/** What a migration touches, by tables and columns where it has some. */
function namesOf(touched: readonly Difference[]): readonly string[] {
  const names = touched.map(({ object }) =>
    [object.schema, object.parent, object.name].filter((part) => part !== undefined).join('.'),
  );
  return [...new Set(names)].slice(0, 20);
}
