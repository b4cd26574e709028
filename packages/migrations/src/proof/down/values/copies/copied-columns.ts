import { asText, type Catalog, type CatalogObject, objectKey } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { wantedOf } from '../column-values.ts';
import { columnsOfTables } from './columns-of-tables.ts';
import { copiesIn, type Copy } from './copies.ts';
import { parentName } from '../../objects/drop-statement.ts';
import { foreignKeyOf, isUnique } from '../filler.ts';
import type { Called } from '../reading.ts';
import { type Computed, invertedValue } from '../inversions.ts';
import { inverseOf, type Translation } from '../translations.ts';

/** A column that gets back what the way forward had put elsewhere. */
interface CopiedBack {
  readonly column: CatalogObject;
  /** Of some rows nothing tells what it held. */
  readonly isPartial?: boolean;
  readonly statements: readonly string[];
}

/** Under this name a column comes back while another one bears its own. */
const ASIDE = 'agora_back';

/**
 * Columns that are gone and whose values the way forward had put elsewhere first (copied, translated, or followed to
 * another row): they are added again and filled from there, before the plan takes that away. So do references that it
 * turned to another table.
 * @param up the way forward; its parser must be loaded
 */
export function columnsCopiedBack(
  before: Catalog,
  current: Catalog,
  up: string,
  {
    translations,
    computed,
  }: { readonly translations: readonly Translation[]; readonly computed: readonly Computed[] },
): readonly CopiedBack[] {
  const objects = [...current.objects.values()];
  const ends: Ends = {
    before,
    current,
    alive: new Set(objects.map(address)),
    tables: new Set(objects.flatMap((one) => (one.kind === 'table' ? [one.address.oid] : []))),
  };
  const done = new Set<string>();
  const copies = copiesIn(up, columnsOfTables(before, current));
  const backOf = (one: Copy): CopiedBack | undefined => copiedBack(one, ends);
  return [
    ...copies.filter(({ isPartial }) => isPartial !== true).map(backOf),
    ...translations.map((one) => translated(one, ends)),
    ...computed.map((one) => inverted(one, ends)),
    ...copies
      .filter(({ isPartial }) => isPartial)
      .map(backOf)
      .map((one) => one && { ...one, isPartial: true }),
  ]
    .filter((one) => one !== undefined)
    .filter(({ column }) => !done.has(column.key) && done.add(column.key));
}

interface Ends {
  readonly before: Catalog;
  readonly current: Catalog;
  /** Addresses of all that is there now. */
  readonly alive: ReadonlySet<string>;
  /** OIDs of the tables that are there now. */
  readonly tables: ReadonlySet<number>;
}

const address = (object: CatalogObject): string => `${object.address.oid}:${object.address.sub}`;

function copiedBack({ from, to, on, field }: Copy, ends: Ends): CopiedBack | undefined {
  const old = columnOf(ends.before, from);
  const copy =
    on === undefined && old !== undefined ? columnBeside(old, to, ends) : columnOf(ends.current, to);
  if (old !== undefined && isGone(old, ends)) {
    if (copy === undefined || !isNew(copy, ends) || !ends.tables.has(old.address.oid)) return undefined;
    if (field !== undefined)
      return isPlainText(old) ? comesBack(old, inJson(copy, field, old), ends) : undefined;
    if (on === undefined) return comesBack(old, typed(quoteIdentifier(copy.name), copy, old), ends);
    const keys = [
      columnOf(ends.current, { ...from, column: on.from }),
      columnOf(ends.current, { ...to, column: on.to }),
    ];
    const [here, there] = keys;
    if (here === undefined || there === undefined) return undefined;
    return comesBack(old, typed(joined(copy, here, there), copy, old), ends);
  }
  // The value was looked up by a column: what it was looked up by comes back the same way.
  if (on === undefined) return undefined;
  const looked = columnOf(ends.before, { ...to, column: on.to });
  const key = columnOf(ends.current, { ...from, column: on.from });
  const value = columnOf(ends.current, from);
  const now = columnOf(ends.current, to);
  if (looked === undefined || key === undefined || value === undefined || now === undefined) return undefined;
  if (isGone(looked, ends)) return comesBack(looked, typed(joined(key, now, value), key, looked), ends);
  const isSame = looked.definition['type'] === key.definition['type'] && address(looked) === address(now);
  return isSame ? turnedBack(now, joined(key, now, value), ends) : undefined;
}

function translated(translation: Translation, ends: Ends): CopiedBack | undefined {
  const { table, from, to } = translation;
  const old = from === to ? undefined : columnOf(ends.before, { table, column: from });
  const now = old && columnBeside(old, { table, column: to }, ends);
  if (old === undefined || now === undefined || !isGone(old, ends) || !isNew(now, ends)) return undefined;
  const value = inverseOf(translation, quoteIdentifier(now.name), wantedOf(old, ends.before));
  return value && comesBack(old, value.sql, ends);
}

function inverted(computed: Computed, ends: Ends): CopiedBack | undefined {
  const old = computed.isSame ? undefined : columnOf(ends.before, computed.from);
  const now = old && columnBeside(old, computed.to, ends);
  if (old === undefined || now === undefined || !isGone(old, ends) || !isNew(now, ends)) return undefined;
  const value = invertedValue(computed, quoteIdentifier(now.name), old, ends.before);
  return value === undefined ? undefined : comesBack(old, value, ends);
}

/** A column that is now in the table of another one, whatever that is called meanwhile. */
const columnBeside = (old: CatalogObject, { column }: Called, { current }: Ends): CatalogObject | undefined =>
  [...current.objects.values()].find(
    ({ kind, name, address: { oid } }) => kind === 'column' && oid === old.address.oid && name === column,
  );

/** How a value of another row begins; the own one is `a`. */
const JOINED = '(SELECT b.';

/** The value of a column in the row of its table that is matched: `there = here`. */
function joined(value: CatalogObject, here: CatalogObject, there: CatalogObject): string {
  const [wanted, own, other] = [value, here, there].map(({ name }) => quoteIdentifier(name));
  return `${JOINED}${wanted} FROM ${parentName(there)} AS b WHERE b.${other} = a.${own} LIMIT 1)`;
}

/** A value as one of the type of another column: by its text, as every type can be read and written. */
function typed(value: string, of: CatalogObject, as: CatalogObject): string {
  const [from, to] = [of, as].map(({ definition }) => asText(definition['type']));
  return from === to ? value : `${value}::text::${to}`;
}

/** Its values are written in JSON as they are as text. */
const isPlainText = ({ definition }: CatalogObject): boolean =>
  !/\[\]$|^jsonb?$/.test(asText(definition['type']));

/** The value under a name in an object of JSON, as one of the type of another column. */
function inJson({ name }: CatalogObject, field: string, as: CatalogObject): string {
  return `(${quoteIdentifier(name)} ->> ${quoteLiteral(field)})::${asText(as.definition['type'])}`;
}

/** Rows that have come since have nothing to copy from: they get what a new row would. */
function comesBack(old: CatalogObject, value: string, { before, current }: Ends): CopiedBack {
  const table = parentName(old);
  const taker = current.objects.get(old.key);
  const name = quoteIdentifier(taker === undefined ? old.name : ASIDE);
  const type = asText(old.definition['type']);
  const { otherwise } = wantedOf(old, before);
  const fallback = old.definition['default'] === undefined ? otherwise : asText(old.definition['default']);
  const fills = otherwise !== undefined && !/\bnextval\b/.test(fallback ?? '') && !isReference(old, before);
  return {
    column: old,
    statements: [
      `ALTER TABLE ${table} ADD COLUMN ${name} ${type}`,
      `UPDATE ${table}${value.startsWith(JOINED) ? ' AS a' : ''} SET ${name} = ${value}`,
      ...(fills ? [`UPDATE ${table} SET ${name} = ${fallback} WHERE ${name} IS NULL`] : []),
      ...refersToAny(old, name, before, current),
      ...(taker === undefined
        ? []
        : [
            `ALTER TABLE ${table} DROP COLUMN ${quoteIdentifier(taker.name)}`,
            `ALTER TABLE ${table} RENAME COLUMN ${name} TO ${quoteIdentifier(old.name)}`,
          ]),
    ],
  };
}

/** A required reference without a value to copy points at the first row there is, if each need not have its own. */
function refersToAny(old: CatalogObject, name: string, before: Catalog, current: Catalog): readonly string[] {
  const reference = foreignKeyOf(old, before);
  if (reference === undefined || old.definition['not null'] !== true || isUnique(old, before)) return [];
  const target = [...current.objects.values()].find(
    (one) =>
      one.kind === 'column' &&
      `${one.schema ?? ''}.${one.parent ?? ''}` === reference.table.replaceAll('"', '') &&
      one.name === reference.column.replaceAll('"', '') &&
      one.definition['type'] === old.definition['type'],
  );
  if (target === undefined) return [];
  const first = `(SELECT ${quoteIdentifier(target.name)} FROM ${parentName(target)} ORDER BY 1 LIMIT 1)`;
  return [`UPDATE ${parentName(old)} SET ${name} = ${first} WHERE ${name} IS NULL`];
}

/** A reference that points at another table now: what does not allow the old value goes first. */
function turnedBack(now: CatalogObject, value: string, { before, current }: Ends): CopiedBack | undefined {
  const keys = [...current.objects.values()].filter(
    (object) =>
      isForeignKeyOf(object, now) &&
      before.objects.get(object.key)?.definition['definition'] !== object.definition['definition'],
  );
  if (keys.length === 0) return undefined;
  const table = parentName(now);
  return {
    column: now,
    statements: [
      ...keys.map(({ name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${quoteIdentifier(name)}`),
      `UPDATE ${table} AS a SET ${quoteIdentifier(now.name)} = coalesce(${value}, a.${quoteIdentifier(now.name)})`,
    ],
  };
}

function isForeignKeyOf(object: CatalogObject, column: CatalogObject): boolean {
  if (object.kind !== 'constraint' || parentName(object) !== parentName(column)) return false;
  const found = /^FOREIGN KEY \(([^)]*)\)/.exec(asText(object.definition['definition']));
  const columns = (found?.[1] ?? '').split(', ').map((one) => one.replaceAll('"', ''));
  return columns.includes(column.name);
}

const isReference = (column: CatalogObject, catalog: Catalog): boolean =>
  [...catalog.objects.values()].some((object) => isForeignKeyOf(object, column));

const isGone = (old: CatalogObject, { alive }: Ends): boolean =>
  !alive.has(address(old)) && old.definition['generated'] === undefined;

const known = new WeakMap<Catalog, ReadonlySet<string>>();

/** It came with the migration, so that nothing else was in it. */
function isNew(column: CatalogObject, { before }: Ends): boolean {
  const addresses = known.get(before) ?? new Set([...before.objects.values()].map(address));
  known.set(before, addresses);
  return !addresses.has(address(column));
}

function columnOf(catalog: Catalog, { schema, table, column = '' }: Called): CatalogObject | undefined {
  if (schema !== undefined)
    return catalog.objects.get(objectKey({ kind: 'column', schema, parent: table, name: column }));
  return [...catalog.objects.values()].find(
    (object) => object.kind === 'column' && object.parent === table && object.name === column,
  );
}
