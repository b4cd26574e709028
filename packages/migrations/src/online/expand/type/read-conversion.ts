import { quoteLiteral } from '@agora/postgres';
import { as, nameFrom } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { isCastOf } from '../../../script/is-cast.ts';
import { type Conversion, deriveConversion } from './conversions.ts';
import type { TypeGround } from './type-ground.ts';

/** What is written of a change of type. */
export interface Asked {
  readonly column: string;
  /** The expression of USING. */
  readonly using: Node | undefined;
  /** By a directive. */
  readonly given: Conversion | undefined;
}

/**
 * How the values of a change of type are converted: as was said of them, else as the types tell.
 *
 * @returns undefined where it has to be said
 */
export function readConversion(
  { from, to }: Pick<TypeGround, 'from' | 'to'>,
  { column, using, given }: Asked,
): Conversion | undefined {
  if (given !== undefined) return given;
  if (using === undefined || isCastOf(using, column)) return deriveConversion(from, to);
  const zone = zoneOf(using, column);
  const bases = new Set([from.base, to.base]);
  const isMoment = bases.has('timestamp without time zone') && bases.has('timestamp with time zone');
  if (zone === undefined || !isMoment) return undefined;
  const shifted = `:value AT TIME ZONE ${quoteLiteral(zone)}`;
  return { forward: shifted, back: shifted };
}

/** The zone of `column AT TIME ZONE 'zone'`. */
function zoneOf(using: Node, column: string): string | undefined {
  const call = as(using, 'FuncCall');
  const [zone, value] = call?.args ?? [];
  if (nameFrom(call?.funcname).name !== 'timezone' || !zone || !value || !isCastOf(value, column))
    return undefined;
  return as(zone, 'A_Const')?.sval?.sval;
}
