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
    // What a STABLE one reads may have changed by the next batch.
    const own = model.functions.get(model.key(name));
    return TIMES.has(name.name) || own === 'stable' || model.volatilityOf(name).volatility === 'volatile';
  });
}
