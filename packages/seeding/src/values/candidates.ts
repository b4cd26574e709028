import type { ColumnType } from '@agora/catalog';
import { quoteLiteral } from '@agora/postgres';

import { baseValues } from './base-values.ts';
import { type Hints, hintsIn, mergeHints } from './hints.ts';

/**
 * Expressions for values of a type, the likeliest first; those of other rows differ. Not all of them need
 * suit: a varchar(3) takes no long text, and the caller tries one after the other.
 *
 * @param row number of the row, from 1
 */
export function candidates(type: ColumnType, row: number, hints: Hints): string[] {
  const cast = (text: string): string => `${quoteLiteral(text)}::${type.sql}`;
  if (type.kind === 'd' && type.base !== undefined) {
    const inner = candidates(type.base, row, mergeHints(hintsIn(type.checks ?? []), hints));
    return inner.map((expression) => `(${expression})::${type.sql}`);
  }
  if (type.kind === 'e') {
    const labels = type.labels ?? [];
    return labels.map((_, index) => cast(labels[(index + row - 1) % labels.length] ?? ''));
  }
  if (type.kind === 'c') {
    const parts = (type.attributes ?? []).map((one) => candidates(one, row, hints)[0] ?? 'NULL');
    return [`ROW(${parts.join(', ')})::${type.sql}`];
  }
  if (type.kind === 'r' || type.kind === 'm') return ranges(type, row, hints);
  if (type.element !== undefined) {
    const inner = candidates(type.element, row, hints).slice(0, 6);
    return [...inner.map((one) => `ARRAY[${one}]::${type.sql}`), `'{}'::${type.sql}`];
  }
  return baseValues(type, row, hints).map(cast);
}

/** Ranges that do not touch those of other rows, so that an exclusion constraint lets them stand. */
function ranges(type: ColumnType, row: number, hints: Hints): string[] {
  const subtype = type.subtype;
  if (subtype === undefined) return [`'empty'::${type.sql}`];
  const low = /^(?:timestamp|date)/.test(subtype.sql) ? `2024-0${1 + (row % 9)}-01` : `${row * 100}`;
  const high = /^(?:timestamp|date)/.test(subtype.sql) ? `2024-0${1 + (row % 9)}-20` : `${row * 100 + 50}`;
  const text = `[${low},${high})`;
  const odd = candidates(subtype, row, hints)[0] ?? 'NULL';
  return type.kind === 'm'
    ? [`'{${text}}'::${type.sql}`, `'{}'::${type.sql}`]
    : [`'${text}'::${type.sql}`, `${type.sql}(${odd}, NULL)`, `'empty'::${type.sql}`];
}
