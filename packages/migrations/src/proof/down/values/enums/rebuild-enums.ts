import {
  asText,
  canonical,
  type Catalog,
  type CatalogObject,
  enumLabels,
  type Json,
  objectKey,
} from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { parentName, qualifiedName } from '../../objects/drop-statement.ts';
import { translatedBack, wantedOf } from '../column-values.ts';
import { partitionedAnew } from './partition-keys.ts';
import { relabelled } from './relabelled.ts';
import type { Translation } from '../translations.ts';
import type { States } from '../../states.ts';
import type { DownStatement, Loss } from '../../types.ts';

/**
 * Statements that make every enum whose labels differ anew, with the labels of `target` in their order,
 * and move the columns of that type over by their text. For when ALTER TYPE ... ADD VALUE will not do:
 * a label added that way cannot be used before its transaction commits.
 *
 * @param translations what the way forward says became of the labels
 * @param givenUp gains the columns in which labels may stand that there were not before; without it, these stop the way back
 */
export function rebuildEnums(
  current: Catalog,
  states: States,
  translations: readonly Translation[],
  givenUp?: Loss[],
): Rebuilt {
  const target = states.before;
  const statements: DownStatement[] = [];
  const filled: string[] = [];
  for (const wanted of target.objects.values()) {
    const present = current.objects.get(wanted.key);
    if (wanted.kind !== 'enum' || present === undefined) continue;
    if (canonical(wanted.definition['labels']) === canonical(present.definition['labels'])) continue;
    const rebuilt = rebuild({ current, states, translations, givenUp }, present, wanted);
    statements.push(...rebuilt.statements);
    filled.push(...rebuilt.filled);
  }
  return { statements, filled };
}

/** How enums are made anew. */
interface Rebuilt {
  readonly statements: readonly DownStatement[];
  /** Partitioned tables that are made anew with it, as SQL: their partitions keep their rows. */
  readonly filled: readonly string[];
}

const plain = (sql: string): DownStatement => ({ sql, lock: 'ACCESS EXCLUSIVE' });

interface Rebuilding {
  readonly current: Catalog;
  readonly states: States;
  readonly translations: readonly Translation[];
  readonly givenUp: Loss[] | undefined;
}

function rebuild(
  { current, states, translations, givenUp }: Rebuilding,
  present: CatalogObject,
  wanted: CatalogObject,
): Rebuilt {
  const replaced = relabelled(translations, enumLabels(present), enumLabels(wanted));
  const words = [...replaced].map(([label, old]) => `${quoteLiteral(label)} becomes ${quoteLiteral(old)}`);
  const name = qualifiedName(wanted.schema, wanted.name);
  const above = typesAbove(current, present);
  const types = [present, ...above];
  const all = columnsOf(current, types);
  const { anew, alone, filled, takeApart, putTogether } = partitionedAnew(
    current,
    states.before,
    all.map(({ object }) => object),
  );
  const columns = all.filter(
    ({ object }) =>
      !anew.has(object.address.oid) &&
      (object.definition['inherited'] !== true || alone.has(object.address.oid)),
  );
  const unknown = enumLabels(present).filter(
    (label) => !enumLabels(wanted).includes(label) && !replaced.has(label),
  );
  const moves = columns.map((column) => {
    const told =
      column.array === ''
        ? translatedBack(column.object.key, { translations, computed: [] }, states)?.sql
        : undefined;
    if (givenUp !== undefined && told === undefined && unknown.length > 0) {
      const move = moveWithout(column, unknown, replaced, states.before);
      if (move !== undefined) {
        givenUp.push(lossOf(column));
        return move;
      }
    }
    const move = moveTo(column, replaced, told);
    return words.length === 0 ? plain(move) : { ...plain(move), hazard: words.join(', ') };
  });
  const withoutDefaults = columns
    .filter(({ object }) => object.definition['default'] !== undefined)
    .map((column) => plain(`${alter(column)} DROP DEFAULT`));
  const create = `CREATE TYPE ${name} AS ENUM (${labelList(wanted)})`;
  if (above.length === 0) {
    const aside = `agora_old_${wanted.name}`.slice(0, 60);
    const statements = [
      ...takeApart.map(plain),
      plain(`ALTER TYPE ${name} RENAME TO ${quoteIdentifier(aside)}`),
      plain(create),
      ...withoutDefaults,
      ...moves,
      plain(`DROP TYPE ${qualifiedName(wanted.schema, aside)}`),
      ...putTogether.map(plain),
    ];
    return { statements, filled };
  }
  // A domain or a composite type takes no other type below it: columns wait as text while they are all made anew.
  const statements = [
    ...takeApart.map(plain),
    ...withoutDefaults,
    ...columns.map((column) => plain(`${alter(column)} TYPE text${column.array} USING ${text(column)}`)),
    ...above.toReversed().map((type) => plain(`DROP ${wordOf(type)} ${typeName(type)}`)),
    plain(`DROP TYPE ${name}`),
    plain(create),
    ...above.map((type) => plain(createAbove(current, type))),
    ...moves,
    ...putTogether.map(plain),
  ];
  return { statements, filled };
}

/** A column whose values are of a type that is made anew, or lists of them. */
interface TypedColumn {
  readonly object: CatalogObject;
  readonly type: CatalogObject;
  readonly array: '' | '[]';
}

const alter = ({ object }: TypedColumn): string =>
  `ALTER TABLE ${parentName(object)} ALTER COLUMN ${quoteIdentifier(object.name)}`;
const text = ({ object, array }: TypedColumn): string => `${quoteIdentifier(object.name)}::text${array}`;
const typeName = (type: CatalogObject): string => qualifiedName(type.schema, type.name);
const wordOf = (type: CatalogObject): string => (type.kind === 'domain' ? 'DOMAIN' : 'TYPE');

function columnsOf(catalog: Catalog, types: readonly CatalogObject[]): readonly TypedColumn[] {
  return [...catalog.objects.values()].flatMap((object): TypedColumn[] => {
    if (object.kind !== 'column') return [];
    if (!['r', 'p'].includes(asText(object.hidden['relation kind']))) return [];
    const type = types.find((one) => arrayDepth(object, one) >= 0);
    return type === undefined ? [] : [{ object, type, array: arrayDepth(object, type) === 1 ? '[]' : '' }];
  });
}

const lossOf = ({ object: { schema = '', parent = '', name } }: TypedColumn): Loss => ({
  schema,
  table: parent,
  column: name,
});

/** The same, with another value in the place of labels of which nothing tells what was there; undefined for lists of them. */
function moveWithout(
  column: TypedColumn,
  unknown: readonly string[],
  replaced: ReadonlyMap<string, string>,
  before: Catalog,
): DownStatement | undefined {
  const old = before.objects.get(column.object.key);
  if (old === undefined || column.array !== '' || column.type.kind === 'composite type') return undefined;
  const type = typeName(column.type);
  const given = old.definition['default'];
  const otherwise =
    old.definition['not null'] !== true
      ? 'NULL'
      : given === undefined
        ? (wantedOf(old, before).otherwise ?? 'NULL')
        : asText(given);
  const list = unknown.map(quoteLiteral).join(', ');
  const value = `${asWanted(column.object.name, '', replaced)}::${type}`;
  return {
    ...plain(
      `${alter(column)} TYPE ${type} USING CASE WHEN ${text(column)} IN (${list}) THEN ${otherwise} ELSE ${value} END`,
    ),
    hazard: `${list}, which was no value before, becomes ${otherwise}`,
  };
}

function moveTo(
  column: TypedColumn,
  replaced: ReadonlyMap<string, string>,
  told: string | undefined,
): string {
  if (told !== undefined) return `${alter(column)} TYPE ${typeName(column.type)} USING ${told}`;
  const value =
    column.type.kind === 'composite type'
      ? text(column)
      : asWanted(column.object.name, column.array, replaced);
  const type = `${typeName(column.type)}${column.array}`;
  return `${alter(column)} TYPE ${type} USING ${value}::${type}`;
}

/** Domains over a type, composite types with it in them, and those above these; each after what it is made of. */
function typesAbove(catalog: Catalog, type: CatalogObject): readonly CatalogObject[] {
  const names = [`${type.schema ?? ''}.${type.name}`, `${type.schema ?? ''}.${type.name}[]`];
  const isOf = (name: Json | undefined): boolean => names.includes(asText(name).replaceAll('"', ''));
  const direct = [...catalog.objects.values()].filter(
    (object) =>
      (object.kind === 'domain' && isOf(object.definition['base'])) ||
      (object.kind === 'composite type' &&
        attributesOf(catalog, object).some(({ definition }) => isOf(definition['type']))),
  );
  // The last mention counts: what is above two others comes after both.
  const all = direct.flatMap((one) => [one, ...typesAbove(catalog, one)]);
  return [...new Set(all.toReversed())].toReversed();
}

function attributesOf(catalog: Catalog, type: CatalogObject): readonly CatalogObject[] {
  const names = type.definition['attributes'];
  const order = Array.isArray(names) ? names.map(asText) : [];
  return order.flatMap((name) => {
    const key = objectKey({ kind: 'composite attribute', schema: type.schema, parent: type.name, name });
    return catalog.objects.get(key) ?? [];
  });
}

/** Without what the planner adds: defaults and privileges. (Checks it could not add once a list of the domain is in use.) */
function createAbove(catalog: Catalog, type: CatalogObject): string {
  if (type.kind === 'domain') {
    const checks = [...catalog.objects.values()].flatMap(({ kind, schema, parent, name, definition }) =>
      kind === 'domain constraint' &&
      schema === type.schema &&
      parent === type.name &&
      definition['validated'] === true
        ? [` CONSTRAINT ${quoteIdentifier(name)} ${asText(definition['definition'])}`]
        : [],
    );
    const notNull = type.definition['not null'] === true ? ' NOT NULL' : '';
    return `CREATE DOMAIN ${typeName(type)} AS ${asText(type.definition['base'])}${notNull}${checks.join('')}`;
  }
  const attributes = attributesOf(catalog, type).map(
    ({ name, definition }) => `${quoteIdentifier(name)} ${asText(definition['type'])}`,
  );
  return `CREATE TYPE ${typeName(type)} AS (${attributes.join(', ')})`;
}

/** A column's value as text, by the labels that the enum then has. */
function asWanted(name: string, array: '' | '[]', replaced: ReadonlyMap<string, string>): string {
  const column = quoteIdentifier(name);
  if (array !== '') {
    return [...replaced].reduce(
      (text, [label, old]) => `array_replace(${text}, ${quoteLiteral(label)}, ${quoteLiteral(old)})`,
      `${column}::text[]`,
    );
  }
  if (replaced.size === 0) return `${column}::text`;
  const cases = [...replaced].map(([label, old]) => `WHEN ${quoteLiteral(label)} THEN ${quoteLiteral(old)}`);
  return `(CASE ${column}::text ${cases.join(' ')} ELSE ${column}::text END)`;
}

/**
 * CREATE TYPE for enums that the migration dropped while a table that had one lives on: the column may have another
 * type by now, which the planner may change before it makes the enum, or come back before the plan.
 */
export function createMissingEnums(current: Catalog, target: Catalog): string[] {
  const statements: string[] = [];
  const tables = new Set(
    [...current.objects.values()].flatMap(({ kind, address }) => (kind === 'table' ? [address.oid] : [])),
  );
  for (const wanted of target.objects.values()) {
    if (wanted.kind !== 'enum' || current.objects.has(wanted.key)) continue;
    const used = [...target.objects.values()].some(
      (column) =>
        column.kind === 'column' && arrayDepth(column, wanted) >= 0 && tables.has(column.address.oid),
    );
    if (used)
      statements.push(
        `CREATE TYPE ${qualifiedName(wanted.schema, wanted.name)} AS ENUM (${labelList(wanted)})`,
      );
  }
  return statements;
}

function labelList(type: CatalogObject): string {
  return enumLabels(type).map(quoteLiteral).join(', ');
}

/** 0 for a column of the type, 1 for an array of it, -1 for anything else. */
function arrayDepth(column: CatalogObject, type: CatalogObject): number {
  if (column.hidden['type'] === type.address.oid) return 0;
  return column.hidden['type name'] === `${type.schema ?? ''}._${type.name}` ? 1 : -1;
}
