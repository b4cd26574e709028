import { asText, type Catalog, type CatalogObject } from '@agora/catalog';

import { goneBetween, type Standing, type Tables } from '../../losses/gone.ts';
import type { Loss } from './types.ts';

/** `schema.table` or `schema.table.column`. */
export function lossName(loss: Loss): string {
  return [loss.schema, loss.table, ...(loss.column === undefined ? [] : [loss.column])].join('.');
}

/**
 * Tables and columns of `from` that are no more in `to`: what is dropped on the way from one to the other, with the
 * rows it held. Both catalogs must be of one database. Views and generated columns hold nothing of their own.
 */
export function lossesBetween(from: Catalog, to: Catalog): Loss[] {
  return goneBetween(tablesOf(from), tablesOf(to)).map(({ target }) => target);
}

const number = (object: CatalogObject): string => String(object.address.oid);

function tablesOf({ objects }: Catalog): Tables {
  const tables = new Map<
    string,
    Standing & { readonly columns: Map<string, string>; readonly inherited: Set<string> }
  >();
  const numbers = new Map<string, string>();
  for (const object of objects.values()) {
    if (object.kind === 'table') numbers.set(object.key.replace(/^table /, ''), number(object));
  }
  for (const object of objects.values()) {
    if (object.kind !== 'table') continue;
    const parents = object.definition['parents'];
    const isPartition = object.definition['partition bound'] !== undefined;
    const parent = isPartition && Array.isArray(parents) ? numbers.get(asText(parents[0])) : undefined;
    tables.set(number(object), {
      schema: object.schema ?? '',
      table: object.name,
      ...(parent === undefined ? {} : { parent }),
      columns: new Map(),
      inherited: new Set(),
    });
  }
  for (const object of objects.values()) {
    const table = object.kind === 'column' ? tables.get(number(object)) : undefined;
    if (table === undefined || object.definition['generated'] !== undefined) continue;
    table.columns.set(String(object.address.sub), object.name);
    if (object.definition['inherited'] === true) table.inherited.add(String(object.address.sub));
  }
  return tables;
}
