import type { CatalogObject, Json } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

/** What the planner passes over in a column, as statements. */
export interface ColumnDdl {
  /** To be run while tables are empty. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly rights: readonly string[];
}

const STORAGE: Readonly<Record<string, string>> = { p: 'PLAIN', e: 'EXTERNAL', m: 'MAIN', x: 'EXTENDED' };
const COMPRESSION: Readonly<Record<string, string>> = { p: 'pglz', l: 'lz4' };

/** What surrounds a column. */
export interface ColumnPlace {
  /** Of its relation. */
  readonly owner: string;
  /** The column of the parent that it is inherited from, where that is known. */
  readonly above: CatalogObject | undefined;
}

/** Reads it from a catalog. Pure. */
export function columnDdl(column: CatalogObject, { owner, above }: ColumnPlace): ColumnDdl {
  const { hidden, definition } = column;
  const before: string[] = [];
  const after: string[] = [];
  storageDdl(column, before, after);
  const kind = hidden['relation kind'];
  const ofView = kind === 'v' || kind === 'm';
  if (ofView) after.push(...viewColumnDdl(column));
  else if (definition['inherited'] === true) after.push(...inheritedDdl(column, above));
  if (kind === 'f') after.push(...foreignOptionsDdl(column));
  return { before, after, rights: ofView ? viewColumnRights(column, owner) : [] };
}

/** A name with its schema. */
export const nameOf = (schema: string | undefined, name: string): string =>
  `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(name)}`;

/** A text of a catalog; empty where there is none. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function storageDdl(
  { schema, parent, name, definition, hidden }: CatalogObject,
  before: string[],
  after: string[],
): void {
  const kind = hidden['relation kind'];
  const table = nameOf(schema, parent ?? '');
  const head =
    kind === 'm'
      ? `ALTER MATERIALIZED VIEW ${table} ALTER COLUMN ${quoteIdentifier(name)}`
      : `ALTER TABLE ONLY ${table} ALTER COLUMN ${quoteIdentifier(name)}`;
  const early = kind === 'm' ? after : before;
  const storage = STORAGE[textOf(definition['storage'])];
  if (storage !== undefined) early.push(`${head} SET STORAGE ${storage}`);
  const compression = COMPRESSION[textOf(definition['compression'])];
  if (compression !== undefined) early.push(`${head} SET COMPRESSION ${compression}`);
  const target = definition['statistics target'];
  if (typeof target === 'number') after.push(`${head} SET STATISTICS ${target}`);
  const { options } = definition;
  if (Array.isArray(options)) after.push(`${head} SET (${options.map((one) => textOf(one)).join(', ')})`);
}

/** A column with its relation. */
export const columnOf = ({ schema, parent, name }: CatalogObject): string =>
  `${nameOf(schema, parent ?? '')}.${quoteIdentifier(name)}`;

/** @param of such as `COLUMN a.b.c` */
export function commentDdl(of: string, { definition }: Pick<CatalogObject, 'definition'>): readonly string[] {
  const comment = textOf(definition['comment']);
  return comment === '' ? [] : [`COMMENT ON ${of} IS ${quoteLiteral(comment)}`];
}

/** Of a view the planner knows the query alone. */
function viewColumnDdl(column: CatalogObject): readonly string[] {
  const { schema, parent, name, definition } = column;
  const value = textOf(definition['default']);
  return [
    ...(value === ''
      ? []
      : [
          `ALTER VIEW ${nameOf(schema, parent ?? '')} ALTER COLUMN ${quoteIdentifier(name)} SET DEFAULT ${value}`,
        ]),
    ...commentDdl(`COLUMN ${columnOf(column)}`, column),
  ];
}

/** Rights are listed as in `reader SELECT with grant option`. */
function viewColumnRights(
  { schema, parent, name, definition }: CatalogObject,
  owner: string,
): readonly string[] {
  const { privileges } = definition;
  if (!Array.isArray(privileges)) return [];
  return privileges.map((line) => {
    const [, grantee = '', right = '', grantable = ''] =
      /^(.*) ([A-Z]+)( with grant option)?$/.exec(textOf(line)) ?? [];
    const role = grantee === 'PUBLIC' ? grantee : quoteIdentifier(grantee === '(owner)' ? owner : grantee);
    return `GRANT ${right} (${quoteIdentifier(name)}) ON ${nameOf(schema, parent ?? '')} TO ${role}${grantable.toUpperCase()}`;
  });
}

/** What a partition or child says otherwise than its parent. */
function inheritedDdl(column: CatalogObject, above: CatalogObject | undefined): readonly string[] {
  const { schema, parent, name, definition } = column;
  const head = `ALTER TABLE ONLY ${nameOf(schema, parent ?? '')} ALTER COLUMN ${quoteIdentifier(name)}`;
  const value = textOf(definition['default']);
  const differs = definition['generated'] === undefined && value !== textOf(above?.definition['default']);
  return [
    ...(differs ? [`${head} ${value === '' ? 'DROP DEFAULT' : `SET DEFAULT ${value}`}`] : []),
    ...(definition['not null'] === true && above?.definition['not null'] !== true
      ? [`${head} SET NOT NULL`]
      : []),
    ...commentDdl(`COLUMN ${columnOf(column)}`, column),
  ];
}

function foreignOptionsDdl({ schema, parent, name, definition }: CatalogObject): readonly string[] {
  const options = definition['foreign options'];
  if (!Array.isArray(options)) return [];
  const added = options.map((one) => {
    const [key = '', ...value] = textOf(one).split('=');
    return `ADD ${quoteIdentifier(key)} ${quoteLiteral(value.join('='))}`;
  });
  return [
    `ALTER FOREIGN TABLE ${nameOf(schema, parent ?? '')} ALTER COLUMN ${quoteIdentifier(name)} OPTIONS (${added.join(', ')})`,
  ];
}
