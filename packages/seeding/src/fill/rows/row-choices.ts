import type { FillableColumn, FillableTable } from '@agora/catalog';
import { quoteLiteral } from '@agora/postgres';

import { asLiteral, candidates, hintsIn, oddValues } from '../../values/index.ts';
import type { RowKind } from './row-kind.ts';

/** The smallest integers have room for so many more. */
const MOST_PLACES = 97;

/** Expressions that a row of some kind may have in a column, the best first. */
export function choicesFor(
  table: FillableTable,
  column: FillableColumn,
  { row, attempt, kind }: { readonly row: number; readonly attempt: number; readonly kind: RowKind },
): readonly string[] {
  const checks = table.checks.filter((check) => check.columns.includes(column.name));
  const conditions = checks.map((check) => check.condition);
  const hints = hintsIn(kind.kind === 'condition' ? [...conditions, kind.condition] : conditions);
  const text = kind.texts?.get(column.name);
  const wanted = text === undefined ? [] : [`${quoteLiteral(text)}::${column.type.sql}`];
  const ordinary = [...wanted, ...candidates(column.type, row, hints)];
  const nothing = column.notNull ? [] : [`NULL::${column.type.sql}`];
  switch (kind.kind) {
    case 'nulls':
      return kind.except.has(column.name) ? [...ordinary, ...nothing] : [...nothing, ...ordinary];
    case 'odd': {
      // Each column has its own: where two hold the same, nobody sees one take the place of the other.
      const place = table.columns.indexOf(column);
      const own = row + ((kind.reversed === true ? table.columns.length - 1 - place : place) % MOST_PLACES);
      // Empty texts and zeros are all alike: only the first attempt can have them.
      return [
        ...wanted,
        ...oddValues(column.type, own, attempt === 0 ? kind.oddness : 'strong'),
        ...candidates(column.type, own, hints),
        ...nothing,
      ];
    }
    case 'literal':
      return [...wanted, ...asLiteral(column.type, kind.literal), ...ordinary, ...nothing];
    default:
      return [...ordinary, ...nothing];
  }
}

/** Whether some column can hold the literal. */
export const takesLiteral = (table: FillableTable, literal: string): boolean =>
  table.columns.some((column) => asLiteral(column.type, literal).length > 0);
