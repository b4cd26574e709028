import { asText, type Catalog, type CatalogObject } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { labelsOf } from './enums/labels.ts';
import { constant } from './filler.ts';
import type { States } from '../states.ts';
import { type Computed, invertedValue, isCalled } from './inversions.ts';
import { type Inverse, inverseOf, type Translation } from './translations.ts';

/**
 * The old value of a column that changed its type in place, as the way forward translated it; undefined where it did
 * not say.
 * @param key of the column before
 */
export function translatedBack(
  key: string,
  {
    translations,
    computed,
  }: { readonly translations: readonly Translation[]; readonly computed: readonly Computed[] },
  states: States,
): Inverse | undefined {
  const old = states.before.objects.get(key);
  if (old === undefined) return undefined;
  const now = [...states.after.objects.values()].find(
    (object) =>
      object.kind === 'column' &&
      object.address.oid === old.address.oid &&
      object.address.sub === old.address.sub,
  );
  const columns = new Set([old.name, now?.name]);
  const tables = new Set([old.parent, now?.parent]);
  const found = translations.find(
    ({ table, from, to }) => from === to && columns.has(to) && tables.has(table),
  );
  const name = quoteIdentifier(old.name);
  if (found) return inverseOf(found, name, wantedOf(old, states.before));
  const one = computed.find(({ from, isSame }) => isSame && isCalled(old, from));
  const value = one && invertedValue(one, name, old, states.before);
  if (value === undefined) return undefined;
  const { otherwise } = wantedOf(old, states.before);
  const sql =
    otherwise === undefined || !value.startsWith('(CASE') ? value : `coalesce(${value}, ${otherwise})`;
  return { sql, text: `${sql}::text` };
}

/** What a column of the state before may hold. */
export function wantedOf(column: CatalogObject, before: Catalog): Parameters<typeof inverseOf>[2] {
  const type = asText(column.definition['type']);
  const labels = labelsOf(column, before);
  const [first] = labels;
  const otherwise = first === undefined ? constant(type) : `${quoteLiteral(first)}::${type}`;
  return { type, labels, ...(column.definition['not null'] === true ? { otherwise } : {}) };
}
