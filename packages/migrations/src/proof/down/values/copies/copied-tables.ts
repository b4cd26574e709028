import { asText, type Catalog, type CatalogObject, objectKey } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { columnsOfTables } from './columns-of-tables.ts';
import { type Copy, copiesIn } from './copies.ts';
import { qualifiedName } from '../../objects/drop-statement.ts';

/** A table that gets back the rows that the way forward had put into a new one. */
interface TableCopiedBack {
  readonly table: CatalogObject;
  readonly statements: readonly string[];
}

/** Under this name stands the new table meanwhile, where it has the name of the old one. */
const ASIDE = 'agora_new_table';

/**
 * Tables that are gone and whose rows the way forward had put into a new table (`INSERT INTO new (...) SELECT ... FROM
 * old`): they are made again with their columns alone, and filled, before the plan drops the new one and adds the rest.
 * @param up the way forward; its parser must be loaded
 */
export function tablesCopiedBack(before: Catalog, current: Catalog, up: string): readonly TableCopiedBack[] {
  const alive = new Set([...current.objects.values()].map(({ address }) => address.oid));
  const copies = copiesIn(up, columnsOfTables(before, current));
  return [...before.objects.values()].flatMap((table) => {
    const isPlain =
      table.definition['partition bound'] === undefined && table.definition['parents'] === undefined;
    if (table.kind !== 'table' || !isPlain || table.definition['partitioned'] === true) return [];
    const taker = current.objects.get(table.key);
    // Of an ordinary table under its name the planner keeps the rows.
    if (alive.has(table.address.oid) || (taker !== undefined && taker.definition['partitioned'] !== true))
      return [];
    const statements = copied(table, copies, before, current);
    return statements === undefined ? [] : [{ table, statements }];
  });
}

function copied(
  table: CatalogObject,
  copies: readonly Copy[],
  before: Catalog,
  current: Catalog,
): readonly string[] | undefined {
  const own = copies.filter(
    ({ from, isWhole }) =>
      isWhole === true &&
      from.table === table.name &&
      (from.schema === undefined || from.schema === table.schema),
  );
  const [first] = own;
  const target = [...current.objects.values()].find(
    ({ kind, name, schema }) =>
      kind === 'table' &&
      name === first?.to.table &&
      (first.to.schema === undefined || first.to.schema === schema),
  );
  if (target === undefined || before.objects.get(target.key)?.address.oid === target.address.oid)
    return undefined;
  const columns = columnsOf(table, before).filter(({ definition }) => definition['generated'] === undefined);
  const pairs = new Map(own.map(({ from, to }) => [from.column, to.column]));
  const isReady = columns.every(
    (column) =>
      isKnown(column, current) && (pairs.has(column.name) || column.definition['not null'] !== true),
  );
  const isThere = [...pairs.values()].every((name) =>
    current.objects.has(objectKey({ kind: 'column', schema: target.schema, parent: target.name, name })),
  );
  if (!isReady || !isThere || pairs.size === 0) return undefined;
  const isTaken = target.key === table.key;
  if (!isTaken && current.objects.has(table.key)) return undefined;
  const name = qualifiedName(table.schema, table.name);
  const source = isTaken ? qualifiedName(table.schema, ASIDE) : qualifiedName(target.schema, target.name);
  const list = columns.map(
    ({ name: column, definition }) =>
      `${quoteIdentifier(column)} ${asText(definition['type'])}${definition['not null'] === true ? ' NOT NULL' : ''}`,
  );
  const [into, from] = [[...pairs.keys()], [...pairs.values()]].map((names) =>
    names.map(quoteIdentifier).join(', '),
  );
  return [
    ...(isTaken ? [`ALTER TABLE ${name} RENAME TO ${ASIDE}`] : []),
    `CREATE TABLE ${name} (${list.join(', ')})`,
    `INSERT INTO ${name} (${into}) SELECT ${from} FROM ${source}`,
    ...(isTaken ? [`DROP TABLE ${source}`] : []),
  ];
}

function columnsOf(table: CatalogObject, catalog: Catalog): readonly CatalogObject[] {
  const names = table.hidden['columns'];
  return (Array.isArray(names) ? names.map(asText) : []).flatMap((name) => {
    const key = objectKey({ kind: 'column', schema: table.schema, parent: table.name, name });
    return catalog.objects.get(key) ?? [];
  });
}

/** A type of the server's own, or an enum that is there. */
function isKnown({ hidden }: CatalogObject, current: Catalog): boolean {
  const [schema, ...name] = asText(hidden['type name']).split('.');
  return (
    schema === 'pg_catalog' || current.objects.has(objectKey({ kind: 'enum', schema, name: name.join('.') }))
  );
}
