import { quoteIdentifier } from '@agora/postgres';
import { each, nameOf, parseSql, strings } from '@agora/postgres/parser';

import type { Catalog, CatalogObject, Json } from '../read/catalog.ts';
import { enumLabels } from '../read/enum-labels.ts';

export interface ColumnFacts {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** Default, identity or generation expression, as SQL. */
  readonly value?: string;
  readonly comment?: string;
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly targetSchema: string;
  readonly target: string;
  readonly targetColumns: readonly string[];
  readonly definition: string;
  /** Whether a row may point nowhere: one of its columns may be NULL. */
  readonly optional: boolean;
  /** Whether at most one row points at each target: its columns are unique here. */
  readonly unique: boolean;
}

/** Something with a name and a definition in SQL. */
export interface Defined {
  readonly name: string;
  readonly definition: string;
}

export interface TableFacts {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view' | 'materialized view' | 'foreign table';
  readonly comment?: string;
  readonly columns: readonly ColumnFacts[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Checks, uniques and exclusions. */
  readonly constraints: readonly Defined[];
  readonly indexes: readonly Defined[];
  readonly triggers: readonly Defined[];
  readonly policies: readonly Defined[];
  readonly rowSecurity: boolean;
  /** Of a view. */
  readonly query?: string;
}

/** What a catalog says, arranged for readers: by table, in a fixed order. */
export interface DatabaseFacts {
  readonly tables: readonly TableFacts[];
  readonly enums: readonly {
    readonly schema: string;
    readonly name: string;
    readonly labels: readonly string[];
  }[];
  readonly functions: readonly {
    readonly name: string;
    readonly definition: string;
    readonly comment?: string;
  }[];
  readonly extensions: readonly string[];
}

const relationKinds = new Set(['table', 'view', 'materialized view', 'foreign table']);

/** Arranges a catalog for readers. The runner's own tables and what extensions bring are left out. */
export function databaseFacts(catalog: Catalog): DatabaseFacts {
  const objects = [...catalog.objects.values()].filter(
    ({ name, schema }) => name !== '_prisma_migrations' && schema !== 'agora',
  );
  const byParent = new Map<string, CatalogObject[]>();
  for (const object of objects) {
    if (object.parent === undefined) continue;
    const key = `${object.schema}.${object.parent}`;
    byParent.set(key, [...(byParent.get(key) ?? []), object]);
  }
  return {
    tables: sorted(
      objects
        .filter(({ kind }) => relationKinds.has(kind))
        .map((table) => tableFacts(table, byParent.get(`${table.schema}.${table.name}`) ?? [])),
      ({ schema, name }) => `${schema}.${name}`,
    ),
    enums: sorted(
      objects
        .filter(({ kind }) => kind === 'enum')
        .map((one) => ({ schema: one.schema ?? '', name: one.name, labels: enumLabels(one) })),
      ({ schema, name }) => `${schema}.${name}`,
    ),
    functions: sorted(
      objects
        .filter(({ kind }) => kind === 'function' || kind === 'procedure')
        .map(({ name, signature = '', definition }) => ({
          name: `${name}(${signature})`,
          definition: text(definition['definition']) ?? '',
          ...optional('comment', definition['comment']),
        })),
      ({ name }) => name,
    ),
    extensions: sorted(
      objects.filter(({ kind, name }) => kind === 'extension' && name !== 'plpgsql').map(({ name }) => name),
      (name) => name,
    ),
  };
}

function tableFacts(table: CatalogObject, parts: readonly CatalogObject[]): TableFacts {
  const { schema = '', name, definition, hidden } = table;
  const columns = list(hidden['columns']).flatMap((column) =>
    parts.filter((part) => part.kind === 'column' && part.name === column).map(columnFacts),
  );
  const constraints = sorted(
    parts.filter(({ kind }) => kind === 'constraint'),
    (one) => one.name,
  );
  const keys = constraints.filter(({ hidden: { type } }) => type === 'p' || type === 'u');
  const keyColumns = keys.map((key) => parseConstraint(definitionOf(key)).columns);
  const primary = constraints.find((one) => one.hidden['type'] === 'p');
  const indexes = sorted(
    parts.filter((part) => part.kind === 'index' && part.hidden['constraint'] !== true),
    (one) => one.name,
  );
  const uniques = [...keyColumns, ...indexes.flatMap((index) => uniqueColumns(definitionOf(index)))];
  return {
    schema,
    name,
    kind: kindOf(table.kind),
    ...optional('comment', definition['comment']),
    columns,
    primaryKey: primary ? parseConstraint(definitionOf(primary)).columns : [],
    foreignKeys: constraints
      .filter((one) => one.hidden['type'] === 'f')
      .map((one) => foreignKey(one, schema, columns, uniques)),
    constraints: constraints
      .filter((one) => one.hidden['type'] !== 'p' && one.hidden['type'] !== 'f')
      .map(defined),
    indexes: indexes.map(defined),
    triggers: sorted(parts.filter(({ kind }) => kind === 'trigger').map(defined), (one) => one.name),
    policies: sorted(parts.filter(({ kind }) => kind === 'policy').map(policy), (one) => one.name),
    rowSecurity: definition['row security'] === true,
    ...optional('query', definition['query']),
  };
}

function kindOf(kind: string): TableFacts['kind'] {
  return kind === 'view' || kind === 'materialized view' || kind === 'foreign table' ? kind : 'table';
}

function columnFacts({ name, definition }: CatalogObject): ColumnFacts {
  const generated = text(definition['generated']);
  const identity = text(definition['identity']);
  const value =
    generated !== undefined
      ? `generated ${generated.startsWith('v') ? 'virtual' : 'stored'}: ${generated.slice(2)}`
      : identity !== undefined
        ? `identity (${identity === 'a' ? 'always' : 'by default'})`
        : text(definition['default']);
  return {
    name,
    type: text(definition['type']) ?? '',
    required: definition['not null'] === true,
    ...(value === undefined ? {} : { value }),
    ...optional('comment', definition['comment']),
  };
}

function foreignKey(
  constraint: CatalogObject,
  schema: string,
  columns: readonly ColumnFacts[],
  uniques: readonly (readonly string[])[],
): ForeignKey {
  const definition = definitionOf(constraint);
  const parsed = parseConstraint(definition);
  return {
    name: constraint.name,
    columns: parsed.columns,
    targetSchema: parsed.target?.schema ?? schema,
    target: parsed.target?.name ?? '',
    targetColumns: parsed.targetColumns,
    definition,
    optional: parsed.columns.some(
      (name) => columns.find((column) => column.name === name)?.required === false,
    ),
    unique: uniques.some(
      (unique) => unique.length > 0 && unique.every((name) => parsed.columns.includes(name)),
    ),
  };
}

interface ParsedConstraint {
  readonly columns: readonly string[];
  readonly target?: { readonly schema?: string; readonly name: string };
  readonly targetColumns: readonly string[];
}

/** Columns and target of a constraint, by parsing its definition. */
function parseConstraint(definition: string): ParsedConstraint {
  for (const constraint of each(parseSql(`ALTER TABLE t ADD ${definition}`), 'Constraint')) {
    if (constraint.contype !== 'CONSTR_FOREIGN')
      return { columns: strings(constraint.keys), targetColumns: [] };
    return {
      columns: strings(constraint.fk_attrs),
      target: nameOf(constraint.pktable),
      targetColumns: strings(constraint.pk_attrs),
    };
  }
  return { columns: [], targetColumns: [] };
}

/** The columns of a unique index over all rows. */
function uniqueColumns(definition: string): readonly (readonly string[])[] {
  for (const index of each(parseSql(definition), 'IndexStmt')) {
    if (!index.unique || index.whereClause !== undefined) return [];
    const names = [...each(index.indexParams, 'IndexElem')].map((element) => element.name);
    return names.includes(undefined) ? [] : [names.flatMap((name) => name ?? [])];
  }
  return [];
}

function policy({ name, definition }: CatalogObject): Defined {
  const commands: Partial<Record<string, string>> = {
    '*': 'ALL',
    r: 'SELECT',
    a: 'INSERT',
    w: 'UPDATE',
    d: 'DELETE',
  };
  const parts = [
    ...(definition['restrictive'] === true ? ['AS RESTRICTIVE'] : []),
    `FOR ${commands[text(definition['command']) ?? '*'] ?? 'ALL'}`,
    `TO ${list(definition['roles'])
      .map((role) => (role === 'PUBLIC' ? role : quoteIdentifier(role)))
      .join(', ')}`,
    ...(text(definition['using']) === undefined ? [] : [`USING ${text(definition['using'])}`]),
    ...(text(definition['check']) === undefined ? [] : [`WITH CHECK ${text(definition['check'])}`]),
  ];
  return { name, definition: parts.join(' ') };
}

function defined(object: CatalogObject): Defined {
  return { name: object.name, definition: definitionOf(object) };
}

function definitionOf({ definition }: CatalogObject): string {
  return text(definition['definition']) ?? '';
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function list(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function optional<K extends string>(key: K, value: Json | undefined): { readonly [key in K]?: string } {
  const found = text(value);
  // A computed key widens to an index signature; the cast gives the one key back.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (found === undefined ? {} : { [key]: found }) as { readonly [key in K]?: string };
}

/** By code units: the same order on every machine, whatever its locale. */
function sorted<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
