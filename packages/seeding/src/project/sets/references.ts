import { isRef, type Ref } from '../../define/index.ts';
import { suggestion } from '../names/find-target.ts';
import { BadValue, convert } from './convert.ts';
import type { NamedSet } from './resolve-set.ts';
import { keyText, Reference, type SetValue } from './set.ts';

/**
 * The row that a `ref` means, or what is wrong with it.
 * @param column of the row that refers
 * @param set of the row that refers
 */
export function referenceOf(
  given: Ref,
  column: string,
  set: NamedSet,
  sets: ReadonlyMap<string, NamedSet>,
): Reference | string {
  const other = sets.get(given.$ref);
  if (other === undefined)
    return `there is no set "${given.$ref}" among those to seed.${suggestion(given.$ref, [...sets.keys()])}`;
  const wanted = given.column === undefined ? targetColumn(set, column, other) : inSql(other, given.column);
  if (wanted === undefined)
    return `no foreign key leads from ${column} to ${other.target.table.label}: say which column is meant, ref(set, key, column).`;
  const key = keyOfRef(given, other, sets);
  return typeof key === 'string' ? key : new Reference(given.$ref, keyText(key), wanted);
}

/** Where a foreign key over the column points; else the other table's primary key, if that is one column. */
function targetColumn({ target }: NamedSet, column: string, other: NamedSet): string | undefined {
  const key = target.table.foreignKeys.find(
    (one) => one.target === other.target.table.oid && one.columns.includes(column),
  );
  if (key !== undefined) return key.targetColumns[key.columns.indexOf(column)];
  const { primaryKey } = other.target.table;
  return primaryKey.length === 1 ? primaryKey[0] : undefined;
}

function inSql({ fields, target }: NamedSet, name: string): string | undefined {
  const column = fields?.find((field) => field.name === name)?.column ?? name;
  return target.table.columns.find((one) => one.name === column)?.name;
}

/** The values of the other set's key, in its order. */
function keyOfRef(
  { $ref, key }: Ref,
  other: NamedSet,
  sets: ReadonlyMap<string, NamedSet>,
): readonly SetValue[] | string {
  const values: SetValue[] = [];
  for (const name of other.key) {
    const column = [...other.columns.values()].find((one) => one.column.name === name);
    const part = column === undefined ? undefined : partOf(key, column.given);
    const value = part === undefined && other.key.length === 1 ? key : part;
    if (value === undefined || column === undefined)
      return `a row of "${$ref}" is named by ${other.key.join(', ')}; given was ${JSON.stringify(key)}.`;
    const found = isRef(value)
      ? referenceOf(value, name, other, sets)
      : convert(value, { type: column.column.type, labels: column.field?.labels, texts: false });
    if (typeof found === 'string' && isRef(value)) return found;
    if (found instanceof BadValue) return `a row of "${$ref}": "${column.given}" ${found.why}.`;
    values.push(found);
  }
  return values;
}

function partOf(key: unknown, name: string): unknown {
  if (typeof key !== 'object' || key === null || isRef(key)) return undefined;
  return new Map<string, unknown>(Object.entries(key)).get(name);
}
