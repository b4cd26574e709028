import { asText, type Catalog, type CatalogObject } from '@agora/catalog';

import { qualifiedName } from './drop-statement.ts';

/** What becomes of indexes of partitioned tables. */
interface PartitionIndexChanges {
  /** Run before the plan, which makes these indexes anew, on the partitioned table alone. */
  readonly drops: readonly string[];
  /** Run after it: the parts on partitions, and how they hang together. */
  readonly creates: readonly string[];
}

/**
 * Indexes of partitions that are parts of another index (ATTACH PARTITION): a planner that makes the whole one leaves
 * them out, and PostgreSQL takes no part out of a whole. Indexes of keys follow their constraint.
 */
export function partitionIndexChanges(current: Catalog, target: Catalog): PartitionIndexChanges {
  const parts = partsOf(target);
  const dropped = new Set<string>();
  const drops: string[] = [];
  for (const part of partsOf(current)) {
    const whole = wholeOf(current, part);
    if (whole === undefined || dropped.has(whole.key) || !target.objects.has(whole.key)) continue;
    if (wholeOf(target, target.objects.get(part.key))?.key === whole.key) continue;
    dropped.add(whole.key);
    drops.push(`DROP INDEX ${qualifiedName(whole.schema, whole.name)}`);
  }
  const isThere = (object: CatalogObject): boolean => {
    const whole = wholeOf(current, object);
    return current.objects.has(object.key) && (whole === undefined || !dropped.has(whole.key));
  };
  const isPart = (object: CatalogObject): boolean =>
    isThere(object) && current.objects.get(object.key)?.definition['parent'] === object.definition['parent'];
  const missing = parts.filter((part) => !isPart(part));
  return {
    drops,
    creates: [
      // One that stands alone by now is dropped by the planner.
      ...missing.map((part) => asText(part.definition['definition'])),
      ...missing.map(
        (part) =>
          `ALTER INDEX ${asText(part.definition['parent'])} ATTACH PARTITION ${qualifiedName(part.schema, part.name)}`,
      ),
    ],
  };
}

/** Indexes that are parts of another one and belong to no key; those of a table before those of its partitions. */
function partsOf(catalog: Catalog): readonly CatalogObject[] {
  return [...catalog.objects.values()]
    .filter(
      (object) =>
        object.kind === 'index' &&
        object.definition['parent'] !== undefined &&
        object.hidden['constraint'] !== true,
    )
    .toSorted((a, b) => depth(catalog, a) - depth(catalog, b));
}

const depth = (catalog: Catalog, part: CatalogObject): number => {
  const whole = directWhole(catalog, part);
  return whole === undefined ? 0 : 1 + depth(catalog, whole);
};

/** The index that a part hangs on in the end. */
function wholeOf(catalog: Catalog, part: CatalogObject | undefined): CatalogObject | undefined {
  const whole = part && directWhole(catalog, part);
  return whole === undefined ? undefined : (wholeOf(catalog, whole) ?? whole);
}

function directWhole(catalog: Catalog, part: CatalogObject): CatalogObject | undefined {
  const name = part.definition['parent'];
  if (name === undefined) return undefined;
  return indexesByName(catalog).get(asText(name).replaceAll('"', ''));
}

const byName = new WeakMap<Catalog, ReadonlyMap<string, CatalogObject>>();

function indexesByName(catalog: Catalog): ReadonlyMap<string, CatalogObject> {
  const known = byName.get(catalog);
  if (known !== undefined) return known;
  const found = new Map<string, CatalogObject>();
  for (const object of catalog.objects.values()) {
    if (object.kind === 'index') found.set(`${object.schema ?? ''}.${object.name}`, object);
  }
  byName.set(catalog, found);
  return found;
}
