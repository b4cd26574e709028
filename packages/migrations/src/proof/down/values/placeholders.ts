import { asText, type Catalog, type CatalogObject, enumLabels, objectKey } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { parentName, qualifiedName } from '../objects/drop-statement.ts';
import { constant, foreignKeyOf, isUnique } from './filler.ts';
import { bareParts } from './foreign-key.ts';

/**
 * Statements that put made-up rows into a table that comes back empty, for rows that must point at one: as many as
 * there are rows where each needs its own, else one. They do nothing where it has rows, or none must point at it.
 *
 * @param table what is pointed at, as pg_get_constraintdef writes it
 * @param by the table that points at it, as SQL
 */
function placeholders(
  table: string,
  target: Catalog,
  by: { readonly table: string; readonly each: boolean },
  seen: ReadonlySet<string> = new Set(),
): readonly string[] {
  const object = find(target, table);
  if (object === undefined || seen.has(table)) return [];
  const path = new Set([...seen, table]);
  const columns = columnsOf(object, target).filter(needsValue);
  const name = qualifiedName(object.schema, object.name);
  const first = columns.flatMap((column) => {
    const reference = foreignKeyOf(column, target);
    return reference === undefined
      ? []
      : placeholders(reference.table, target, { ...by, each: isUnique(column, target) }, path);
  });
  const values = columns.map((column) => valueOf(column, target)).join(', ');
  const list = columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const count = by.each
    ? `(SELECT count(*) FROM ${by.table})`
    : `(SELECT count(*) FROM (SELECT FROM ${by.table} LIMIT 1) AS any_row)`;
  return [
    ...first,
    `INSERT INTO ${name} ${list === '' ? '' : `(${list}) `}SELECT ${values} FROM pg_catalog.generate_series(1, ${count}) AS row_number(n) WHERE NOT EXISTS (SELECT FROM ${name})`,
  ];
}

const needsValue = ({ definition }: CatalogObject): boolean =>
  definition['not null'] === true &&
  ['default', 'generated', 'identity'].every((attribute) => definition[attribute] === undefined);

/** A value for a new row, of which `n` is the number. */
export function valueOf(column: CatalogObject, target: Catalog): string {
  const type = asText(column.definition['type']);
  const reference = foreignKeyOf(column, target);
  if (reference !== undefined) {
    const offset = isUnique(column, target) ? ' OFFSET n - 1' : '';
    return `(SELECT ${reference.column} FROM ${reference.table} ORDER BY 1${offset} LIMIT 1)`;
  }
  if (isUnique(column, target)) {
    if (type === 'uuid') return 'gen_random_uuid()';
    if (/^(?:smallint|bigint|integer|numeric|real|double precision)/.test(type)) return `n::${type}`;
    if (/^(?:text|character|"?citext)/.test(type)) return `n::text::${type}`;
  }
  const known = [...target.objects.values()].find(
    ({ kind, address }) => kind === 'enum' && address.oid === column.hidden['type'],
  );
  const [label] = known === undefined ? [] : enumLabels(known);
  if (label !== undefined) return `${quoteLiteral(label)}::${type}`;
  return constant(type);
}

/** For a column that is to point at a table which is not there now. */
export function placeholdersFor(column: CatalogObject, target: Catalog, current: Catalog): readonly string[] {
  const reference = foreignKeyOf(column, target);
  if (reference === undefined || find(current, reference.table) !== undefined) return [];
  return placeholders(reference.table, target, { table: parentName(column), each: isUnique(column, target) });
}

/**
 * Statements that put a row into each table that comes back for every value by which kept rows still point at it: the
 * values stay, and what else stood in those rows is made up.
 */
export function rowsPointedAt(target: Catalog, current: Catalog): readonly string[] {
  return [...target.objects.values()].flatMap((column) => {
    if (column.kind !== 'column' || column.definition['inherited'] === true) return [];
    const reference = foreignKeyOf(column, target);
    if (reference === undefined || find(current, reference.table) !== undefined) return [];
    const table = find(target, reference.table);
    if (table === undefined || current.objects.get(column.key)?.address.oid !== column.address.oid) return [];
    const by = { table: parentName(column), each: false };
    const others = columnsOf(table, target).filter(
      (one) => needsValue(one) && quoteIdentifier(one.name) !== quoted(reference.column),
    );
    const first = others.flatMap((one) => {
      const next = foreignKeyOf(one, target);
      return next === undefined || find(current, next.table) !== undefined
        ? []
        : placeholders(next.table, target, by, new Set([reference.table]));
    });
    const name = quoteIdentifier(column.name);
    const list = [reference.column, ...others.map((one) => quoteIdentifier(one.name))].join(', ');
    const values = [name, ...others.map((one) => valueOf(one, target))].join(', ');
    const distinct = `SELECT DISTINCT ${name} FROM ${by.table} WHERE ${name} IS NOT NULL`;
    return [
      ...first,
      `INSERT INTO ${qualifiedName(table.schema, table.name)} (${list}) SELECT ${values} FROM (SELECT ${name}, row_number() OVER (ORDER BY ${name}) AS n FROM (${distinct}) AS used) AS numbered ON CONFLICT DO NOTHING`,
    ];
  });
}

const quoted = (name: string): string => (name.startsWith('"') ? name : quoteIdentifier(name));

const columnsOf = (table: CatalogObject, catalog: Catalog): readonly CatalogObject[] =>
  [...catalog.objects.values()].filter(
    (one) => one.kind === 'column' && one.address.oid === table.address.oid,
  );

/** @param table as pg_get_constraintdef writes it where no schema is in the search path */
function find(catalog: Catalog, table: string): CatalogObject | undefined {
  const [schema = '', name = ''] = bareParts(table);
  return catalog.objects.get(objectKey({ kind: 'table', schema, name }));
}
