import { type Catalog, type CatalogObject, enumLabels } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

/** A rename as it is asked for, and what it was found to mean. */
export interface RenameRequest {
  readonly text: string;
  readonly what: 'table' | 'column' | 'enum' | 'enum value' | 'index' | 'schema';
  /** The object of the old name; of an enum value, the enum. */
  readonly object: CatalogObject;
  /** Of an enum value, its old name. */
  readonly value?: string;
  readonly to: string;
}

/**
 * Reads `old=new` in the database's names: `users=accounts` (a table, an enum, an index or a schema),
 * `users.name=users.display_name` (a column), `Role.USER=Role.MEMBER` (a value of an enum); with a schema before them
 * where it is not the default one. A name with a dot or `=` in it stands in double quotes.
 *
 * @param catalog the database as the history and the renames before this one leave it
 * @throws AgoraError `migrations.bad_rename` when the form is wrong, there is nothing of the old name, or something of
 * the new
 */
export function parseRename(text: string, catalog: Catalog, defaultSchema: string): RenameRequest {
  const [left = [], right = [], ...more] = readSides(text);
  if (more.length > 0 || left.length === 0 || left.length !== right.length || left.length > 3) {
    throw bad(
      text,
      'It is not of the form old=new.',
      `For example: --rename users.name=users.display_name, --rename users=accounts or --rename Role.USER=Role.MEMBER. A name with a dot or "=" in it stands in double quotes: --rename 'users."e.mail"=users.email'`,
    );
  }
  if (left.slice(0, -1).join('.') !== right.slice(0, -1).join('.')) {
    throw bad(
      text,
      'A column stays in its table and a table in its schema.',
      'Change only the last part of the name.',
    );
  }
  const to = right.at(-1) ?? '';
  const found = resolve(left, catalog, defaultSchema);
  if (found === undefined) throw unknown(text, left, catalog, defaultSchema);
  const request = { ...found, text, to };
  refuseTaken(request, catalog);
  return request;
}

/** The names on each side of `=`; nothing where one of them is missing. A name may stand in double quotes. */
function readSides(text: string): readonly (readonly string[])[] {
  const sides: string[][] = [[]];
  const name = /\s*(?:"((?:[^"]|"")+)"|([^\s".=](?:[^".=]*[^\s".=])?))\s*(\.|=|$)/y;
  for (;;) {
    const [, quoted, plain, after] = name.exec(text) ?? [];
    const found = quoted?.replaceAll('""', '"') ?? plain;
    if (found === undefined) return [];
    sides.at(-1)?.push(found);
    if (after === '') return sides;
    if (after === '=') sides.push([]);
  }
}

type Resolved = Pick<RenameRequest, 'what' | 'object' | 'value'>;

/** What a path means: a part of something first, then something in a schema, then a schema. */
function resolve(path: readonly string[], catalog: Catalog, defaultSchema: string): Resolved | undefined {
  const last = path.at(-1) ?? '';
  const owner = path.slice(0, -1);
  if (owner.length > 0) {
    const [name = '', schema = defaultSchema] = owner.toReversed();
    const column = find(catalog, { kind: 'column', schema, parent: name, name: last });
    if (column !== undefined) return { what: 'column', object: column };
    const type = find(catalog, { kind: 'enum', schema, name });
    if (type !== undefined && enumLabels(type).includes(last))
      return { what: 'enum value', object: type, value: last };
    if (owner.length > 1) return undefined;
  }
  const schema = owner[0] ?? defaultSchema;
  for (const kind of ['table', 'enum', 'index'] as const) {
    const object = find(catalog, { kind, schema, name: last });
    if (object !== undefined) return { what: kind, object };
  }
  const object = owner.length === 0 ? find(catalog, { kind: 'schema', name: last }) : undefined;
  return object === undefined ? undefined : { what: 'schema', object };
}

function refuseTaken({ text, what, object, to }: RenameRequest, catalog: Catalog): void {
  const { schema, parent, name } = object;
  const taken =
    what === 'column'
      ? find(catalog, { kind: 'column', schema, parent, name: to })
      : what === 'enum value'
        ? enumLabels(object).includes(to)
        : what === 'schema'
          ? find(catalog, { kind: 'schema', name: to })
          : find(catalog, { kind: object.kind, schema, name: to });
  if (taken === undefined || taken === false) return;
  const where = what === 'column' ? parent : what === 'enum value' ? name : undefined;
  throw bad(
    text,
    where === undefined ? `There is a ${what} ${to} already.` : `${where} has a ${what} ${to} already.`,
    'Choose another name, or drop that one first.',
  );
}

/** The statement, with a comment as Prisma writes them. */
export function renameStatement({ what, object, value, to }: RenameRequest, defaultSchema: string): string {
  const schema = object.schema ?? defaultSchema;
  const shown = (name: string): string =>
    schema === defaultSchema ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
  const [name, next] = [object.name, quoteIdentifier(to)];
  switch (what) {
    case 'column':
      return `-- RenameColumn\nALTER TABLE ${shown(object.parent ?? '')} RENAME COLUMN ${quoteIdentifier(name)} TO ${next};\n`;
    case 'enum':
      return `-- RenameEnum\nALTER TYPE ${shown(name)} RENAME TO ${next};\n`;
    case 'enum value':
      return `-- RenameEnumValue\nALTER TYPE ${shown(name)} RENAME VALUE ${quoteLiteral(value ?? '')} TO ${quoteLiteral(to)};\n`;
    case 'index':
      return `-- RenameIndex\nALTER INDEX ${shown(name)} RENAME TO ${next};\n`;
    case 'schema':
      return `-- RenameSchema\nALTER SCHEMA ${quoteIdentifier(name)} RENAME TO ${next};\n`;
    default:
      return `-- RenameTable\nALTER TABLE ${shown(name)} RENAME TO ${next};\n`;
  }
}

/**
 * The schema must want the new name: otherwise the very next statement drops what was renamed.
 * @param end the catalog after the whole migration
 * @throws AgoraError `migrations.bad_rename`
 */
export function checkWanted({ text, what, object, to }: RenameRequest, end: Catalog): void {
  const { schema, parent, name } = object;
  const there =
    what === 'enum value'
      ? [...end.objects.values()].some(
          (one) => one.kind === 'enum' && one.schema === schema && enumLabels(one).includes(to),
        )
      : what === 'column'
        ? // Its table may have been renamed after it.
          [...end.objects.values()].some(
            (one) =>
              one.kind === 'column' &&
              one.name === to &&
              one.address.oid === object.address.oid &&
              one.address.sub === object.address.sub,
          )
        : find(end, { kind: object.kind, schema: what === 'schema' ? undefined : schema, name: to }) !==
          undefined;
  if (there) return;
  throw bad(
    text,
    `The Prisma schema has no ${what} ${to}${what === 'column' ? ` in ${parent}` : what === 'enum value' ? ` in ${name}` : ''}: the rest of the migration would drop it.`,
    'Rename it in the schema first (the field or model, or its @map / @@map), then create the migration.',
  );
}

function find(
  catalog: Catalog,
  wanted: Pick<CatalogObject, 'kind' | 'name'> & {
    readonly schema?: string | undefined;
    readonly parent?: string | undefined;
  },
): CatalogObject | undefined {
  return [...catalog.objects.values()].find(
    (object) =>
      object.kind === wanted.kind &&
      object.name === wanted.name &&
      (wanted.schema === undefined || object.schema === wanted.schema) &&
      (wanted.parent === undefined || object.parent === wanted.parent),
  );
}

/** Nothing of that name: with what there is of its kind. */
function unknown(text: string, path: readonly string[], catalog: Catalog, defaultSchema: string): AgoraError {
  const names = (kind: CatalogObject['kind'], parent?: string): string =>
    [...catalog.objects.values()]
      .filter((object) => object.kind === kind && (parent === undefined || object.parent === parent))
      .map((object) => object.name)
      .join(', ');
  const owner = path.at(-2);
  if (owner !== undefined) {
    const schema = path.at(-3) ?? defaultSchema;
    if (find(catalog, { kind: 'table', schema, name: owner }) !== undefined)
      return bad(
        text,
        `${owner} has no column ${path.at(-1)}.`,
        `Its columns are: ${names('column', owner)}`,
      );
    const type = find(catalog, { kind: 'enum', schema, name: owner });
    if (type !== undefined)
      return bad(
        text,
        `${owner} has no value ${path.at(-1)}.`,
        `Its values are: ${enumLabels(type).join(', ')}`,
      );
  }
  const enums = names('enum');
  return bad(
    text,
    `There is no table, enum, index or schema ${path.join('.')}.`,
    `Tables are: ${names('table')}${enums === '' ? '' : `; enums: ${enums}`}`,
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
