import { asText, type Catalog, type CatalogObject, enumLabels } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { parentName, qualifiedName } from '../objects/drop-statement.ts';
import { constant, foreignKeyOf, isUnique } from './filler.ts';

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
  const columns = [...target.objects.values()].filter(
    (one) => one.kind === 'column' && one.address.oid === object.address.oid && needsValue(one),
  );
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

function valueOf(column: CatalogObject, target: Catalog): string {
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

const find = (catalog: Catalog, table: string): CatalogObject | undefined =>
  [...catalog.objects.values()].find(
    ({ kind, schema, name }) => kind === 'table' && `${schema ?? ''}.${name}` === table.replaceAll('"', ''),
  );
