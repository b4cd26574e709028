import { each, nameFrom } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import type { SchemaModel } from '../../../script/model/schema-model.ts';

const TIMES: ReadonlySet<string> = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'clock_timestamp',
  'timeofday',
]);

/** Whether an expression gives another value each time it is asked. */
export function isTimeOrVolatile(value: Node | undefined, model: SchemaModel): boolean {
  if (value === undefined) return false;
  if ([...each([value], 'SQLValueFunction')].length > 0) return true;
  return [...each([value], 'FuncCall')].some(({ funcname }) => {
    const name = nameFrom(funcname);
    return TIMES.has(name.name) || model.volatilityOf(name).volatility === 'volatile';
  });
}
