import { asText, type Catalog, type CatalogObject } from '@agora/catalog';
import type { Loss } from './types.ts';

/** `schema.table` or `schema.table.column`. */
export function lossName(loss: Loss): string {
  return [loss.schema, loss.table, ...(loss.column === undefined ? [] : [loss.column])].join('.');
}

const address = (object: CatalogObject): string =>
  `${object.address.catalog}:${object.address.oid}:${object.address.sub}`;

/**
 * Tables and columns of `from` that are no more in `to`, matched by OID: what is dropped on the way from
 * one to the other, with the rows it held, even if something else bears its name afterwards. Both
 * catalogs must be of one database. Views and generated columns hold nothing of their own; a partition
 * whose parent goes is not listed again.
 */
export function lossesBetween(from: Catalog, to: Catalog): Loss[] {
  const kept = new Set([...to.objects.values()].map(address));
  const losses: Loss[] = [];
  const gone = new Set<string>();
  for (const object of from.objects.values()) {
    if (object.kind !== 'table' || kept.has(address(object))) continue;
    gone.add(`${object.schema ?? ''}\0${object.name}`);
    if (object.definition['partition bound'] === undefined || !parentGone(object, from, kept)) {
      losses.push({ schema: object.schema ?? '', table: object.name });
    }
  }
  for (const object of from.objects.values()) {
    if (object.kind !== 'column' || kept.has(address(object)) || object.definition['generated'] !== undefined)
      continue;
    if (
      !['r', 'p'].includes(asText(object.hidden['relation kind'])) ||
      object.definition['inherited'] === true
    )
      continue;
    if (gone.has(`${object.schema ?? ''}\0${object.parent ?? ''}`)) continue;
    losses.push({ schema: object.schema ?? '', table: object.parent ?? '', column: object.name });
  }
  return losses;
}

function parentGone(object: CatalogObject, from: Catalog, kept: ReadonlySet<string>): boolean {
  const parents = object.definition['parents'];
  if (!Array.isArray(parents)) return false;
  return [...from.objects.values()].some(
    (one) =>
      one.kind === 'table' && !kept.has(address(one)) && parents.includes(one.key.replace(/^table /, '')),
  );
}
