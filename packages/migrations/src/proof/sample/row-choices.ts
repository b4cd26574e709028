import type { ColumnType, FillableColumn, FillableTable } from '@agora/catalog';
import { quoteLiteral } from '@agora/postgres';

import { oddValues } from './odd-values.ts';
import type { RowKind } from './types.ts';
import { candidates, hintsIn } from './values.ts';

/** Expressions that a row of some kind may have in a column, the best first. */
export function choicesFor(
  table: FillableTable,
  column: FillableColumn,
  { row, attempt, kind }: { readonly row: number; readonly attempt: number; readonly kind: RowKind },
): readonly string[] {
  const checks = table.checks.filter((check) => check.columns.includes(column.name));
  const conditions = checks.map((check) => check.condition);
  const hints = hintsIn(kind.kind === 'condition' ? [...conditions, kind.condition] : conditions);
  const ordinary = candidates(column.type, row, hints);
  const nothing = column.notNull ? [] : [`NULL::${column.type.sql}`];
  switch (kind.kind) {
    case 'nulls':
      return kind.except.has(column.name) ? [...ordinary, ...nothing] : [...nothing, ...ordinary];
    case 'odd':
      // Empty texts and zeros are all alike: only the first attempt can have them.
      return [
        ...oddValues(column.type, row, attempt === 0 ? kind.oddness : 'strong'),
        ...ordinary,
        ...nothing,
      ];
    case 'literal':
      return [...asLiteral(column.type, kind.literal), ...ordinary, ...nothing];
    default:
      return [...ordinary, ...nothing];
  }
}

/** Whether some column can hold the literal. */
export const takesLiteral = (table: FillableTable, literal: string): boolean =>
  table.columns.some((column) => asLiteral(column.type, literal).length > 0);

/** The literal as a value of the type, if it can be one. */
function asLiteral(type: ColumnType, literal: string): string[] {
  const cast = `${quoteLiteral(literal)}::${type.sql}`;
  if (type.kind === 'd' && type.base !== undefined)
    return asLiteral(type.base, literal).map((expression) => `(${expression})::${type.sql}`);
  if (type.kind === 'e') return type.labels?.includes(literal) === true ? [cast] : [];
  if (type.element !== undefined)
    return asLiteral(type.element, literal).map((expression) => `ARRAY[${expression}]::${type.sql}`);
  switch (type.name) {
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'citext':
      return literal.length <= (type.length ?? Infinity) ? [cast] : [];
    case 'int2':
    case 'int4':
    case 'int8':
      return /^-?\d{1,4}$/.test(literal) ? [cast] : [];
    case 'numeric':
    case 'float4':
    case 'float8':
      return /^-?\d{1,4}(?:\.\d+)?$/.test(literal) ? [cast] : [];
    case 'json':
    case 'jsonb':
      return /^[{[]/.test(literal) ? [cast] : [];
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return /^\d{4}-\d\d-\d\d/.test(literal) ? [cast] : [];
    case 'uuid':
      return /^[0-9a-f-]{36}$/i.test(literal) ? [cast] : [];
    default:
      return [];
  }
}
