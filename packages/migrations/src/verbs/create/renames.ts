import type { Catalog, CatalogObject } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import { quoteIdentifier } from '@agora/postgres';

/** A rename as it is asked for: of a table, or of a column of one table. */
export interface RenameRequest {
  readonly text: string;
  readonly table: readonly string[];
  readonly column?: string;
  readonly to: string;
}

/**
 * Reads `users=accounts` (a table) or `users.name=users.display_name` (a column), in the database's names,
 * with a schema before them where it is not the default one.
 *
 * @throws AgoraError `migrations.bad_rename`
 */
export function parseRename(text: string, catalog: Catalog, defaultSchema: string): RenameRequest {
  const sides = text.split('=');
  const [left = [], right = []] = sides.map((side) => side.trim().split('.'));
  if (
    sides.length !== 2 ||
    left.length !== right.length ||
    left.length > 3 ||
    [...left, ...right].includes('')
  ) {
    throw bad(
      text,
      'It is not of the form old=new.',
      'For example: --rename users.name=users.display_name, or --rename users=accounts',
    );
  }
  const isTable = (path: readonly string[]): boolean => findTable(catalog, path, defaultSchema) !== undefined;
  const from = left.at(-1) ?? '';
  const to = right.at(-1) ?? '';
  if (left.slice(0, -1).join('.') !== right.slice(0, -1).join('.')) {
    throw bad(
      text,
      'A column stays in its table and a table in its schema.',
      'Change only the last part of the name.',
    );
  }
  // Two parts are a column of a table, or else a table in a schema.
  if (left.length > 1 && isTable(left.slice(0, -1)))
    return { text, table: left.slice(0, -1), column: from, to };
  return { text, table: left, to };
}

/**
 * The statement for a rename, checked against the database as the history leaves it.
 *
 * @throws AgoraError `migrations.bad_rename` when there is nothing of the old name, or something of the new
 */
export function renameStatement(rename: RenameRequest, catalog: Catalog, defaultSchema: string): string {
  const { text, column, to } = rename;
  const table = findTable(catalog, rename.table, defaultSchema);
  const tables = [...catalog.objects.values()].filter((object) => object.kind === 'table');
  if (table === undefined) {
    throw bad(
      text,
      `There is no table ${rename.table.join('.')}.`,
      `Tables are: ${tables.map((one) => one.name).join(', ')}`,
    );
  }
  const name = `${quoteIdentifier(table.schema ?? defaultSchema)}.${quoteIdentifier(table.name)}`;
  const shown = table.schema === defaultSchema ? quoteIdentifier(table.name) : name;
  if (column === undefined) {
    if (tables.some((one) => one.schema === table.schema && one.name === to)) {
      throw bad(text, `There is a table ${to} already.`, 'Choose another name, or drop that one first.');
    }
    return `-- RenameTable\nALTER TABLE ${shown} RENAME TO ${quoteIdentifier(to)};\n`;
  }
  const columns = [...catalog.objects.values()].filter(
    (object) => object.kind === 'column' && object.schema === table.schema && object.parent === table.name,
  );
  if (!columns.some((one) => one.name === column)) {
    throw bad(
      text,
      `${table.name} has no column ${column}.`,
      `Its columns are: ${columns.map((one) => one.name).join(', ')}`,
    );
  }
  if (columns.some((one) => one.name === to)) {
    throw bad(
      text,
      `${table.name} has a column ${to} already.`,
      'Choose another name, or drop that one first.',
    );
  }
  return `-- RenameColumn\nALTER TABLE ${shown} RENAME COLUMN ${quoteIdentifier(column)} TO ${quoteIdentifier(to)};\n`;
}

/** The schema must want the new name: otherwise the very next statement drops what was renamed. */
export function checkWanted(rename: RenameRequest, sql: string): void {
  const name = quoteIdentifier(rename.to).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const dropped = rename.column === undefined ? `DROP TABLE [^;]*${name}` : `DROP COLUMN\\s+${name}`;
  if (!new RegExp(dropped).test(sql)) return;
  throw bad(
    rename.text,
    `The Prisma schema has nothing of the name ${rename.to} in the database.`,
    'Rename it in the schema first (the field, or its @map / @@map), then create the migration.',
  );
}

function findTable(
  catalog: Catalog,
  path: readonly string[],
  defaultSchema: string,
): CatalogObject | undefined {
  const [first = '', second] = path;
  const schema = second === undefined ? defaultSchema : first;
  return [...catalog.objects.values()].find(
    (object) => object.kind === 'table' && object.schema === schema && object.name === (second ?? first),
  );
}

function bad(text: string, why: string, fix: string): AgoraError {
  return new AgoraError({
    code: 'migrations.bad_rename',
    message: `--rename ${text} cannot be done.`,
    why,
    fix,
  });
}
