import { asText, canonical, type Catalog, type CatalogObject, type ObjectKind } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { dropStatement, qualifiedName } from './drop-statement.ts';
import { partitionIndexChanges } from './partition-indexes.ts';

/**
 * Kinds of object that pg-delta reports and cannot plan for, in the order in which they are made. All of
 * them can be dropped; those that {@link createStatements} leaves out cannot be made again from the catalog.
 */
const KINDS: readonly ObjectKind[] = [
  'base type',
  'language',
  'transform',
  'access method',
  'operator',
  'operator family',
  'operator class',
  'cast',
  'text search parser',
  'text search template',
  'text search dictionary',
  'text search configuration',
  'statistics',
  'conversion',
];

/** What the way back does about objects pg-delta does not plan for. */
interface UnmodelledChanges {
  /** Dropped first, in the order of dependents before what they are built on. */
  readonly drops: readonly string[];
  /** Dropped when the tables are gone that are built on them. */
  readonly lateDrops: readonly string[];
  /** Made as soon as what they are built on is there, since tables, indexes and functions may stand on them. */
  readonly creates: readonly (readonly string[])[];
  /** Made last, when everything they are built on is there again. */
  readonly lateCreates: readonly string[];
}

/** Drops what is not in the target or differs from it, and makes what is missing. */
export function unmodelledChanges(current: Catalog, target: Catalog): UnmodelledChanges {
  const drops: string[] = [];
  const lateDrops: string[] = [];
  const creates: (readonly string[])[] = [];
  const lateCreates: string[] = [];
  for (const kind of KINDS) {
    for (const object of ofKind(current, kind)) {
      const wanted = target.objects.get(object.key);
      if (wanted !== undefined && same(object, wanted)) continue;
      const statement = dropStatement(object);
      if (statement === undefined) continue;
      // Tables and indexes stand on it; one that another takes the place of has to go first.
      if (kind === 'access method' && wanted === undefined) lateDrops.push(statement);
      else drops.unshift(statement);
    }
    for (const object of ofKind(target, kind)) {
      const present = current.objects.get(object.key);
      if (present !== undefined && same(present, object)) continue;
      const statements = createStatements(object);
      if (kind === 'statistics') lateCreates.push(...statements);
      else if (statements.length > 0) creates.push(statements);
    }
  }
  const indexes = partitionIndexChanges(current, target);
  return {
    drops: [...indexes.drops, ...drops],
    lateDrops,
    creates,
    lateCreates: [...lateCreates, ...indexes.creates],
  };
}

/** Of base types only shells: the functions of one that is defined and the type stand on each other. */
const ofKind = (catalog: Catalog, kind: ObjectKind): CatalogObject[] =>
  [...catalog.objects.values()].filter(
    (object) => object.kind === kind && (kind !== 'base type' || object.definition['defined'] !== true),
  );

const same = (a: CatalogObject, b: CatalogObject): boolean =>
  canonical(a.definition) === canonical(b.definition);

function createStatements(object: CatalogObject): string[] {
  const text = (attribute: string): string => asText(object.definition[attribute]);
  const has = (attribute: string): boolean => object.definition[attribute] !== undefined;
  const name = qualifiedName(object.schema, object.name);
  const word = object.kind.toUpperCase();
  const comment = (subject: string): string[] =>
    has('comment') ? [`COMMENT ON ${subject} IS ${quoteLiteral(text('comment'))}`] : [];
  switch (object.kind) {
    case 'base type':
      return [`CREATE TYPE ${name}`, ...comment(`TYPE ${name}`)];
    case 'statistics':
      return [
        text('definition'),
        ...(has('target') ? [`ALTER STATISTICS ${name} SET STATISTICS ${text('target')}`] : []),
        ...comment(`STATISTICS ${name}`),
      ];
    case 'cast': {
      const types = `(${asText(object.hidden['source'])} AS ${asText(object.hidden['target'])})`;
      const how =
        text('method') === 'i'
          ? 'WITH INOUT'
          : text('method') === 'b'
            ? 'WITHOUT FUNCTION'
            : `WITH FUNCTION ${text('function')}`;
      const when = text('context') === 'i' ? ' AS IMPLICIT' : text('context') === 'a' ? ' AS ASSIGNMENT' : '';
      return [`CREATE CAST ${types} ${how}${when}`, ...comment(`CAST ${types}`)];
    }
    case 'operator': {
      const own = `${quoteIdentifier(object.schema ?? '')}.${object.name}`;
      const parts = [
        `FUNCTION = ${text('function')}`,
        ...(has('left') ? [`LEFTARG = ${text('left')}`] : []),
        `RIGHTARG = ${text('right')}`,
        ...(has('commutator') ? [`COMMUTATOR = ${operatorName(text('commutator'))}`] : []),
        ...(has('negator') ? [`NEGATOR = ${operatorName(text('negator'))}`] : []),
        ...(has('restrict') ? [`RESTRICT = ${text('restrict')}`] : []),
        ...(has('join') ? [`JOIN = ${text('join')}`] : []),
        ...(has('hashes') ? ['HASHES'] : []),
        ...(has('merges') ? ['MERGES'] : []),
      ];
      return [
        `CREATE OPERATOR ${own} (${parts.join(', ')})`,
        ...comment(`OPERATOR ${own} (${object.signature ?? ''})`),
      ];
    }
    case 'text search dictionary': {
      const options = has('options') ? `, ${text('options')}` : '';
      return [
        `CREATE ${word} ${name} (TEMPLATE = ${text('template')}${options})`,
        ...comment(`${word} ${name}`),
      ];
    }
    case 'text search configuration': {
      const mappings = object.definition['mappings'];
      const lines =
        mappings !== null && typeof mappings === 'object' && !Array.isArray(mappings)
          ? Object.entries(mappings)
          : [];
      return [
        `CREATE ${word} ${name} (PARSER = ${text('parser')})`,
        ...lines.map(
          ([token, dictionaries]) =>
            `ALTER ${word} ${name} ADD MAPPING FOR ${token} WITH ${Array.isArray(dictionaries) ? dictionaries.join(', ') : ''}`,
        ),
        ...comment(`${word} ${name}`),
      ];
    }
    case 'conversion':
      return [
        `CREATE ${has('default') ? 'DEFAULT ' : ''}CONVERSION ${name} FOR ${quoteLiteral(text('from'))} TO ${quoteLiteral(text('to'))} FROM ${text('function')}`,
        ...comment(`CONVERSION ${name}`),
      ];
    default:
      return [];
  }
}

/** `public.=== (integer, integer)` as `OPERATOR(public.===)`. */
const operatorName = (text: string): string => `OPERATOR(${text.replace(/\(.*$/, '').trim()})`;
