import { as, nameFrom } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { typeText } from './model/types.ts';

/** Whether an expression casts to a type in so many words, which cuts what is too long. */
export function castsTo(expression: Node | undefined, type: string): boolean {
  return typeText(as(expression, 'TypeCast')?.typeName) === type;
}

/** Whether an expression is a column, or the column cast to one type after another. */
export function isCastOf(expression: Node, column: string): boolean {
  const inner = as(expression, 'TypeCast')?.arg;
  if (inner) return isCastOf(inner, column);
  return nameFrom(as(expression, 'ColumnRef')?.fields).name === column;
}
