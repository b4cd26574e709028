import { asText, type Catalog, type CatalogObject, objectKey } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { distinct, FIRST } from './filler.ts';
import { bare, bareParts, readForeignKey } from './foreign-key.ts';
import { parentName } from '../objects/drop-statement.ts';

/** A foreign key, as the columns of two tables; the lists are of one length. */
interface ForeignKey {
  readonly constraint: CatalogObject;
  readonly columns: readonly CatalogObject[];
  readonly target: readonly CatalogObject[];
}

/** A key or a reference that is another column now. */
interface Replaced {
  readonly old: CatalogObject;
  readonly now: CatalogObject;
  /** What it is called until the other one is gone. */
  readonly aside: string;
}

/**
 * Statements for keys that were dropped and made anew as columns of another type, together with the references to them:
 * what they held is gone, so each key gets a new value of the old type, and the references follow it, so that every row
 * still points at the row it pointed at.
 */
export function rekeyBack(before: Catalog, current: Catalog): readonly string[] {
  const alive = new Set([...current.objects.values()].map(address));
  const now = foreignKeys(current);
  const pairs = foreignKeys(before).flatMap((old) => {
    if (!old.target.every((column) => !alive.has(address(column)))) return [];
    if (!old.columns.every((column) => !alive.has(address(column)))) return [];
    const same = now.filter(
      (one) =>
        oid(one.columns) === oid(old.columns) &&
        oid(one.target) === oid(old.target) &&
        one.columns.length === old.columns.length,
    );
    const match =
      same.find(({ constraint }) => constraint.name === old.constraint.name) ??
      (same.length === 1 ? same[0] : undefined);
    return match === undefined ? [] : [{ old, now: match }];
  });
  if (pairs.length === 0) return [];
  const replaced = new Map<string, Replaced>();
  const add = (old: CatalogObject, other: CatalogObject): void => {
    if (!replaced.has(old.key))
      replaced.set(old.key, { old, now: other, aside: `agora_back_${replaced.size + 1}` });
  };
  for (const pair of pairs) {
    pair.old.target.forEach((column, at) => pair.now.target[at] && add(column, pair.now.target[at]));
    pair.old.columns.forEach((column, at) => pair.now.columns[at] && add(column, pair.now.columns[at]));
  }
  const all = [...replaced.values()];
  return [
    ...all.map(
      ({ old, aside }) =>
        `ALTER TABLE ${parentName(old)} ADD COLUMN ${aside} ${asText(old.definition['type'])}`,
    ),
    ...fills(pairs, replaced),
    ...pairs.map(
      ({ now: { constraint } }) =>
        `ALTER TABLE ${parentName(constraint)} DROP CONSTRAINT ${quoteIdentifier(constraint.name)}`,
    ),
    ...all.map(
      ({ old, now: other }) => `ALTER TABLE ${parentName(old)} DROP COLUMN ${quoteIdentifier(other.name)}`,
    ),
    ...all.map(
      ({ old, aside }) =>
        `ALTER TABLE ${parentName(old)} RENAME COLUMN ${aside} TO ${quoteIdentifier(old.name)}`,
    ),
  ];
}

/** Keys first, then what refers to them, and what refers to that in turn. */
function fills(
  pairs: readonly { readonly old: ForeignKey; readonly now: ForeignKey }[],
  replaced: ReadonlyMap<string, Replaced>,
): readonly string[] {
  const statements: string[] = [];
  const filled = new Set<string>();
  const referring = new Set(pairs.flatMap(({ old }) => old.columns.map(({ key }) => key)));
  const makeUp = (one: Replaced): void => {
    statements.push(...madeUp(one));
    filled.add(one.old.key);
  };
  for (const one of replaced.values()) if (!referring.has(one.old.key)) makeUp(one);
  let waiting = pairs;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ old }) => old.target.every(({ key }) => filled.has(key)));
    waiting = waiting.filter((pair) => !ready.includes(pair));
    for (const { old, now } of ready) {
      statements.push(followed(old, now, replaced));
      for (const { key } of old.columns) filled.add(key);
    }
    if (ready.length > 0) continue;
    // A circle of keys that refer to each other: one has to begin.
    const [begin] = waiting.flatMap(({ old }) => old.target.filter(({ key }) => !filled.has(key)));
    const one = begin && replaced.get(begin.key);
    if (one === undefined) break;
    makeUp(one);
  }
  return statements;
}

/** A value of the old type for each row: the one that is there, where it is of a kind, else one that differs. */
function madeUp({ old, now, aside }: Replaced): readonly string[] {
  const type = asText(old.definition['type']);
  const name = quoteIdentifier(now.name);
  const table = parentName(old);
  const numbers = /^(?:smallint|integer|bigint|numeric)/;
  const isKept =
    /^(?:text|character varying$)/.test(type) ||
    (numbers.test(type) && numbers.test(asText(now.definition['type'])));
  if (isKept) return [`UPDATE ${table} SET ${aside} = ${name}::${type}`];
  const value = distinct(type, 'agora_keys');
  if (value === undefined) return [];
  return [
    `CREATE TEMPORARY SEQUENCE agora_keys START ${FIRST}`,
    `UPDATE ${table} SET ${aside} = ${value}`,
    'DROP SEQUENCE pg_temp.agora_keys',
  ];
}

function followed(old: ForeignKey, now: ForeignKey, replaced: ReadonlyMap<string, Replaced>): string {
  const aside = (column: CatalogObject): string => replaced.get(column.key)?.aside ?? '';
  const sets = old.columns.map(
    (column, at) => `${aside(column)} = b.${old.target[at] ? aside(old.target[at]) : ''}`,
  );
  const matches = now.columns.map(
    ({ name }, at) => `b.${quoteIdentifier(now.target[at]?.name ?? '')} = a.${quoteIdentifier(name)}`,
  );
  return `UPDATE ${parentName(old.constraint)} AS a SET ${sets.join(', ')} FROM ${tableOf(now.target)} AS b WHERE ${matches.join(' AND ')}`;
}

const address = (object: CatalogObject): string => `${object.address.oid}:${object.address.sub}`;
const oid = ([column]: readonly CatalogObject[]): number | undefined => column?.address.oid;
const tableOf = ([column]: readonly CatalogObject[]): string =>
  column === undefined ? '' : parentName(column);

function foreignKeys(catalog: Catalog): readonly ForeignKey[] {
  return [...catalog.objects.values()].flatMap((constraint): ForeignKey[] => {
    const found = readForeignKey(constraint);
    if (found === undefined) return [];
    const [own, theirs] = [found.columns.map(bare), found.targets.map(bare)];
    const [schema, table] = bareParts(found.table);
    if (schema === undefined || table === undefined) return [];
    const columns = columnsOf(catalog, constraint.schema, constraint.parent, own);
    const target = columnsOf(catalog, schema, table, theirs);
    return columns.length === own.length && target.length === columns.length
      ? [{ constraint, columns, target }]
      : [];
  });
}

function columnsOf(
  catalog: Catalog,
  schema: string | undefined,
  parent: string | undefined,
  names: readonly string[],
): readonly CatalogObject[] {
  return names.flatMap(
    (name) => catalog.objects.get(objectKey({ kind: 'column', schema, parent, name })) ?? [],
  );
}
