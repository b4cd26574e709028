import { asText, type Catalog, type CatalogObject } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { parentName, qualifiedName } from './drop-statement.ts';

const address = (object: CatalogObject): string =>
  `${object.address.catalog}:${object.address.oid}:${object.address.sub}`;

const parentsOf = (object: CatalogObject): readonly string[] => {
  const parents = object.definition['parents'];
  return Array.isArray(parents) ? parents.map(asText) : [];
};

/** Pairs of the same table, before and now. */
function* tables(before: Catalog, current: Catalog): Generator<{ old: CatalogObject; now: CatalogObject }> {
  const now = new Map([...current.objects.values()].map((object) => [address(object), object]));
  for (const old of before.objects.values()) {
    const same = old.kind === 'table' ? now.get(address(old)) : undefined;
    if (same !== undefined) yield { old, now: same };
  }
}

/**
 * Statements that attach partitions to the parents they had, detach those that had none, and do the same
 * for inheritance: a planner that knows only names would drop the table and make it anew. Partitions that
 * came with the migration go first, for their rows may lie where an old one has to be attached.
 */
export function restoreParents(before: Catalog, current: Catalog): string[] {
  const detach: string[] = [];
  const attach: string[] = [];
  const involved = new Set<string>();
  for (const { old, now } of tables(before, current)) {
    const bound = old.definition['partition bound'];
    const name = qualifiedName(now.schema, now.name);
    if (parentsOf(old).join() === parentsOf(now).join() && bound === now.definition['partition bound'])
      continue;
    const partition = now.definition['partition bound'] !== undefined;
    for (const parent of parentsOf(now)) {
      detach.push(
        partition
          ? `ALTER TABLE ${parent} DETACH PARTITION ${name}`
          : `ALTER TABLE ${name} NO INHERIT ${parent}`,
      );
    }
    for (const parent of parentsOf(old)) {
      involved.add(parent);
      attach.push(
        bound === undefined
          ? `ALTER TABLE ${name} INHERIT ${parent}`
          : `ALTER TABLE ${parent} ATTACH PARTITION ${name} ${asText(bound)}`,
      );
    }
  }
  if (attach.length === 0) return detach;
  const known = new Set([...before.objects.values()].map(address));
  const added = [...current.objects.values()].filter(
    (object) =>
      object.kind === 'table' &&
      object.definition['partition bound'] !== undefined &&
      !known.has(address(object)) &&
      parentsOf(object).some((parent) => involved.has(parent)),
  );
  return [
    ...added.map((object) => `DROP TABLE ${qualifiedName(object.schema, object.name)}`),
    ...detach,
    ...attach,
  ];
}

/** Columns that are still the same ones get their collation back, where the planner would make them anew. */
export function restoreCollations(before: Catalog, current: Catalog): string[] {
  const collations = new Set(
    [...current.objects.values()]
      .filter((object) => object.kind === 'collation')
      .map((object) => `${object.schema ?? ''}.${object.name}`),
  );
  const statements: string[] = [];
  for (const old of before.objects.values()) {
    const now = current.objects.get(old.key);
    if (old.kind !== 'column' || now === undefined || address(old) !== address(now)) continue;
    if (!['r', 'p'].includes(asText(now.hidden['relation kind'])) || now.definition['inherited'] === true)
      continue;
    const wanted = old.definition['collation'];
    if (wanted === now.definition['collation'] || old.definition['type'] !== now.definition['type']) continue;
    const name = wanted === undefined ? 'pg_catalog.default' : asText(wanted);
    // One that the migration dropped is not there yet; the planner makes it first.
    if (!name.startsWith('pg_catalog.') && !collations.has(name)) continue;
    const [schema, ...rest] = name.split('.');
    const collation = qualifiedName(schema, rest.join('.'));
    statements.push(
      `ALTER TABLE ${parentName(now)} ALTER COLUMN ${quoteIdentifier(now.name)} TYPE ${asText(old.definition['type'])} COLLATE ${collation}`,
    );
  }
  return statements;
}

/**
 * Drops columns that bear the name and not the type of one from before, and are another column (drop and
 * add in one migration): their values are of another kind, and converting them may fail on any row.
 */
export function dropReplacedColumns(before: Catalog, current: Catalog): string[] {
  const statements: string[] = [];
  for (const old of before.objects.values()) {
    const now = current.objects.get(old.key);
    if (old.kind !== 'column' || now === undefined || address(old) === address(now)) continue;
    if (old.address.oid !== now.address.oid || old.definition['type'] === now.definition['type']) continue;
    if (!['r', 'p'].includes(asText(now.hidden['relation kind'])) || now.definition['inherited'] === true)
      continue;
    statements.push(`ALTER TABLE ${parentName(now)} DROP COLUMN ${quoteIdentifier(now.name)}`);
  }
  return statements;
}
