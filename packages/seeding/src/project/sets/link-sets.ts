import { isRef } from '../../define/index.ts';
import { BadValue } from './convert.ts';
import { completeSet } from './complete-set.ts';
import { referenceOf } from './references.ts';
import type { NamedSet } from './resolve-set.ts';
import { keyText, type ProjectSet, Reference, type SetRow, type SetValue } from './set.ts';

/**
 * Ties rows to the rows of other sets that they refer to, and gives each what Prisma's client would have made.
 * @param seed of the random numbers
 * @param faults receives what is wrong
 */
export function linkSets(sets: readonly NamedSet[], seed: number, faults: string[]): readonly ProjectSet[] {
  const byName = new Map(sets.map((set) => [set.name, set]));
  const tied = sets.map((set) => {
    const report = (text: string): void => void faults.push(`${set.name}: ${text}`);
    const rows = set.values.map((_, index) => tieRow(set, index, byName, report));
    return { set, rows, report };
  });
  const keys = new Map(
    tied.map(({ set, rows }) => [set.name, new Set(rows.map((row) => keyOfRow(set, row)))]),
  );
  return tied.map(({ set, rows, report }) => {
    if (keys.get(set.name)!.size < rows.length) report(twins(set, rows));
    for (const [index, row] of rows.entries())
      for (const value of row.values())
        if (value instanceof Reference && keys.get(value.set)?.has(value.key) === false)
          report(`row ${index + 1} refers to a row of "${value.set}" that there is not: ${value.key}.`);
    return completeSet({ set, rows, sets, seed, report });
  });
}

/** Stands where a reference was wrong, so that its column does not seem empty too. */
const NOWHERE = new Reference('', '', '');

function keyOfRow({ key }: NamedSet, row: SetRow): string {
  return keyText(key.map((column) => row.get(column)));
}

function tieRow(
  set: NamedSet,
  index: number,
  sets: ReadonlyMap<string, NamedSet>,
  report: (text: string) => void,
): SetRow {
  const tied = new Map<string, SetValue>();
  for (const [column, value] of set.values[index]!) {
    if (value instanceof BadValue) continue;
    if (!isRef(value)) {
      tied.set(column, value);
      continue;
    }
    const found = referenceOf(value, column, set, sets);
    if (typeof found === 'string') report(`row ${index + 1}: ${found}`);
    tied.set(column, typeof found === 'string' ? NOWHERE : found);
  }
  return tied;
}

function twins(set: NamedSet, rows: readonly SetRow[]): string {
  const seen = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const text = keyOfRow(set, row);
    const first = seen.get(text);
    if (first !== undefined)
      return `rows ${first + 1} and ${index + 1} have one key, (${set.key.join(', ')}) = ${text}.`;
    seen.set(text, index);
  }
  return 'two rows have one key.';
}
