import type { ColumnType } from '@agora/catalog';
import { quoteLiteral } from '@agora/postgres';

/** Beyond these a cast fails; of int8, what a number of JavaScript holds. */
const LARGEST = { int2: 32_767, int4: 2_147_483_647, int8: Number.MAX_SAFE_INTEGER } as const;

/** The literal as a value of the type, if it can be one. */
export function asLiteral(type: ColumnType, literal: string): string[] {
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
      return /^-?\d{1,15}$/.test(literal) && Math.abs(Number(literal)) <= LARGEST[type.name] ? [cast] : [];
    case 'numeric':
    case 'float4':
    case 'float8':
      return /^-?\d{1,15}(?:\.\d+)?$/.test(literal) ? [cast] : [];
    case 'json':
    case 'jsonb':
      // A word may be the name of a value in it.
      return [
        /^[{[]/.test(literal) ? cast : `${quoteLiteral(JSON.stringify({ [literal]: 'x' }))}::${type.sql}`,
      ];
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
