import { asText, type Catalog, type CatalogObject, enumLabels, type ObjectKind } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

/** The word of ALTER for each kind that can be renamed, in the order in which the way back renames them. */
const ALTER: readonly (readonly [ObjectKind, string])[] = [
  ['schema', 'SCHEMA'],
  ['collation', 'COLLATION'],
  ['enum', 'TYPE'],
  ['composite type', 'TYPE'],
  ['range type', 'TYPE'],
  ['domain', 'DOMAIN'],
  ['table', 'TABLE'],
  ['foreign table', 'FOREIGN TABLE'],
  ['view', 'VIEW'],
  ['materialized view', 'MATERIALIZED VIEW'],
  ['sequence', 'SEQUENCE'],
  ['function', 'FUNCTION'],
  ['procedure', 'PROCEDURE'],
  ['aggregate', 'AGGREGATE'],
  ['column', 'COLUMN'],
  ['composite attribute', 'ATTRIBUTE'],
  ['domain constraint', 'CONSTRAINT'],
  ['constraint', 'CONSTRAINT'],
  ['index', 'INDEX'],
  ['trigger', 'TRIGGER'],
  ['policy', 'POLICY'],
  ['rule', 'RULE'],
  ['statistics', 'STATISTICS'],
  ['text search configuration', 'TEXT SEARCH CONFIGURATION'],
  ['text search dictionary', 'TEXT SEARCH DICTIONARY'],
  ['foreign server', 'SERVER'],
  ['publication', 'PUBLICATION'],
  ['event trigger', 'EVENT TRIGGER'],
];

/** Kinds that share one namespace within a schema: a table and an index cannot have one name. */
const RELATIONS: ReadonlySet<ObjectKind> = new Set([
  'table',
  'foreign table',
  'view',
  'materialized view',
  'sequence',
  'index',
]);

/** Kinds whose rows also stand in pg_type, so that their name is taken there too. */
const TYPES: ReadonlySet<ObjectKind> = new Set([
  'enum',
  'composite type',
  'range type',
  'domain',
  'base type',
]);

/** Whether a kind stands in pg_type under its name: rows of a table or a view are of its type. */
export const hasType = (kind: ObjectKind): boolean =>
  TYPES.has(kind) || (RELATIONS.has(kind) && kind !== 'sequence' && kind !== 'index');

/** Where an object stands while renames are under way. */
interface Place {
  readonly object: CatalogObject;
  schema: string | undefined;
  name: string;
}

const addressOf = (object: CatalogObject): string =>
  `${object.kind === 'not null' ? 'n' : ''}${object.address.catalog}:${object.address.oid}:${object.address.sub}`;

/**
 * The statements that give every object of `after` that is also in `before` (same OID, of one database) its old schema and
 * name back, so that no rename is left to plan. A name that something else has taken since is freed first, under a name
 * from which the plan drops or renames it: swaps and cycles come out right.
 */
export function renamesBack(before: Catalog, after: Catalog): string[] {
  const old = new Map([...before.objects.values()].map((object) => [addressOf(object), object]));
  const places = new Map<string, Place>();
  for (const object of after.objects.values()) {
    places.set(addressOf(object), { object, schema: object.schema, name: object.name });
  }
  const parents = parentIndex(places);
  const statements: string[] = [];
  const schemas = new Set<string>();
  let aside = 0;

  for (const [kind, word] of ALTER) {
    const moved = [...places.values()].filter((place) => {
      if (place.object.kind !== kind || isDerived(place.object)) return false;
      const target = old.get(addressOf(place.object));
      return target !== undefined && (target.name !== place.name || target.schema !== place.schema);
    });
    for (const place of moved) {
      const target = old.get(addressOf(place.object));
      if (target === undefined) continue;
      if (target.schema !== undefined && target.schema !== place.schema && canMove(place.object)) {
        // One that the way forward dropped once everything in it had moved away.
        if (!schemas.has(target.schema) && !holds(places, target.schema))
          statements.push(`CREATE SCHEMA ${quoteIdentifier(target.schema)}`);
        schemas.add(target.schema);
        statements.push(`${subject(place, word, parents)} SET SCHEMA ${quoteIdentifier(target.schema)}`);
        moveWith(place, target.schema, places, parents);
      }
      if (target.name === place.name) continue;
      const taker = occupant(place, target.name, places);
      if (taker !== undefined) {
        aside += 1;
        const free = `agora_aside_${aside}`;
        statements.push(rename(taker, wordOf(taker.object.kind), free, parents));
        moved.push(taker);
      }
      statements.push(rename(place, word, target.name, parents));
    }
  }
  return [...enumLabelsBack(before, after, places), ...statements];

  function rename(place: Place, word: string, to: string, index: ReadonlyMap<string, Place>): string {
    const sql =
      place.object.parent === undefined
        ? `${subject(place, word, index)} RENAME TO ${quoteIdentifier(to)}`
        : renameWithin(place, word, to, index);
    if (place.object.kind === 'schema') {
      for (const other of places.values()) if (other.schema === place.name) other.schema = to;
    }
    place.name = to;
    return sql;
  }
}

const holds = (places: ReadonlyMap<string, Place>, schema: string): boolean =>
  [...places.values()].some(({ object, name }) => object.kind === 'schema' && name === schema);

/** Inherited copies on partitions follow their parent; an index of a constraint follows the constraint. */
function isDerived(object: CatalogObject): boolean {
  if (object.kind === 'index') return object.hidden['constraint'] === true;
  if (object.kind === 'column' || object.kind === 'constraint' || object.kind === 'trigger') {
    return object.definition['inherited'] === true;
  }
  return false;
}

/** What sits inside a table goes where the table goes. */
function canMove(object: CatalogObject): boolean {
  return object.parent === undefined && object.hidden['identity'] !== true && object.kind !== 'schema';
}

/** The word of ALTER for a kind. */
export function wordOf(kind: ObjectKind): string {
  return ALTER.find(([one]) => one === kind)?.[1] ?? 'TABLE';
}

const qualified = (schema: string | undefined, name: string): string =>
  schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

function subject(place: Place, word: string, _parents: ReadonlyMap<string, Place>): string {
  const signature = place.object.signature === undefined ? '' : `(${place.object.signature})`;
  return `ALTER ${word} ${qualified(place.schema, place.name)}${signature}`;
}

function renameWithin(place: Place, word: string, to: string, parents: ReadonlyMap<string, Place>): string {
  const parent = parents.get(parentPath(place.object));
  const owner = qualified(parent?.schema ?? place.schema, parent?.name ?? place.object.parent ?? '');
  const from = quoteIdentifier(place.name);
  const name = quoteIdentifier(to);
  switch (place.object.kind) {
    case 'index':
      return `ALTER INDEX ${qualified(parent?.schema ?? place.schema, place.name)} RENAME TO ${name}`;
    case 'trigger':
    case 'policy':
    case 'rule':
      return `ALTER ${word} ${from} ON ${owner} RENAME TO ${name}`;
    case 'composite attribute':
      return `ALTER TYPE ${owner} RENAME ATTRIBUTE ${from} TO ${name} CASCADE`;
    case 'domain constraint':
      return `ALTER DOMAIN ${owner} RENAME CONSTRAINT ${from} TO ${name}`;
    default: {
      const kind = parent?.object.kind;
      const alter =
        kind === 'view' || kind === 'materialized view' || kind === 'foreign table'
          ? kind.toUpperCase()
          : 'TABLE';
      return `ALTER ${alter} ${owner} RENAME ${word} ${from} TO ${name}`;
    }
  }
}

const parentPath = (object: CatalogObject): string => `${object.schema ?? ''}\0${object.parent ?? ''}`;

/** Objects that others belong to, by the name they have in `after`. */
function parentIndex(places: ReadonlyMap<string, Place>): ReadonlyMap<string, Place> {
  const index = new Map<string, Place>();
  for (const place of places.values()) {
    const { object } = place;
    if (object.parent === undefined && (RELATIONS.has(object.kind) || TYPES.has(object.kind))) {
      index.set(`${object.schema ?? ''}\0${object.name}`, place);
    }
  }
  return index;
}

/** A table takes its indexes, constraints, columns and owned sequences along to another schema. */
function moveWith(
  place: Place,
  schema: string,
  places: ReadonlyMap<string, Place>,
  parents: ReadonlyMap<string, Place>,
): void {
  place.schema = schema;
  const owner = `${place.object.schema ?? ''}.${place.object.name}.`;
  for (const other of places.values()) {
    if (other.object.parent !== undefined && parents.get(parentPath(other.object)) === place)
      other.schema = schema;
    const ownedBy = other.object.definition['owned by'];
    if (typeof ownedBy === 'string' && ownedBy.replaceAll('"', '').startsWith(owner)) other.schema = schema;
  }
}

/** A key or exclusion constraint has an index of its own name. */
function isRelation(object: CatalogObject): boolean {
  return (
    RELATIONS.has(object.kind) ||
    (object.kind === 'constraint' && ['p', 'u', 'x'].includes(asText(object.hidden['type'])))
  );
}

/** Whoever has the name that `place` is to get back. */
function occupant(place: Place, name: string, places: ReadonlyMap<string, Place>): Place | undefined {
  const { kind, parent, signature } = place.object;
  for (const other of places.values()) {
    if (other === place || other.name !== name || other.schema !== place.schema) continue;
    const sameSpace =
      (isRelation(place.object) && isRelation(other.object)) ||
      (hasType(kind) && hasType(other.object.kind)) ||
      (kind === other.object.kind &&
        !RELATIONS.has(kind) &&
        other.object.parent === parent &&
        other.object.signature === signature);
    // The index of a constraint is freed by renaming the constraint, which is in the list too.
    if (sameSpace && !isDerived(other.object)) return other;
  }
  return undefined;
}

/** Labels of an enum that is still there, by their OIDs; one statement each. */
function enumLabelsBack(before: Catalog, after: Catalog, places: ReadonlyMap<string, Place>): string[] {
  const old = new Map([...before.objects.values()].map((object) => [addressOf(object), object]));
  const statements: string[] = [];
  for (const object of after.objects.values()) {
    const target = old.get(addressOf(object));
    if (object.kind !== 'enum' || target === undefined) continue;
    const names = labels(target);
    const place = places.get(addressOf(object));
    const taken = new Set(labels(object).values());
    const pending = [...labels(object)].filter(([oid, label]) => names.has(oid) && names.get(oid) !== label);
    const type = qualified(place?.object.schema, object.name);
    let aside = 0;
    for (const [oid, label] of pending) {
      const name = names.get(oid) ?? label;
      let from = label;
      if (taken.has(name)) {
        // Two labels that swapped names, or a new one that took an old one's: step aside first.
        const holder = [...labels(object)].find(([, one]) => one === name);
        const free = `agora_aside_${(aside += 1)}`;
        if (holder !== undefined) {
          statements.push(renameLabel(type, name, free));
          const waiting = pending.find(([one]) => one === holder[0]);
          if (waiting !== undefined) waiting[1] = free;
          taken.delete(name);
          taken.add(free);
        }
        from = pending.find(([one]) => one === oid)?.[1] ?? label;
      }
      statements.push(renameLabel(type, from, name));
      taken.delete(from);
      taken.add(name);
    }
  }
  return statements;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const renameLabel = (type: string, from: string, to: string): string =>
  `ALTER TYPE ${type} RENAME VALUE ${literal(from)} TO ${literal(to)}`;

function labels(object: CatalogObject): Map<number, string> {
  const oids = object.hidden['label oids'];
  const names = enumLabels(object);
  return Array.isArray(oids) ? new Map(names.map((name, index) => [Number(oids[index]), name])) : new Map();
}
