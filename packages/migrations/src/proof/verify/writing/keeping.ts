import { as, each, nameFrom, strings } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { withoutCasts } from '../../down/values/reading.ts';
import { typeText } from '../../../script/model/types.ts';

/** Functions that keep values apart, whatever these are. */
export const KEEPING: ReadonlySet<string> = new Set([
  'array_to_json',
  'jsonb_build_array',
  'jsonb_build_object',
  'json_build_array',
  'json_build_object',
  'quote_ident',
  'quote_literal',
  'row_to_json',
  'to_json',
  'to_jsonb',
]);

/** Whether an expression is what keeps its values by its make: columns, casts, lists, objects, `coalesce`. */
export function keeps(value: Node | undefined): boolean {
  if (value === undefined) return true;
  const all = (nodes: readonly Node[] | undefined): boolean => (nodes ?? []).every((one) => keeps(one));
  const call = as(value, 'FuncCall');
  if (call) return KEEPING.has(nameFrom(call.funcname).name) && all(call.args);
  const [list] = [
    as(value, 'A_ArrayExpr')?.elements,
    as(value, 'RowExpr')?.args,
    as(value, 'CoalesceExpr')?.args,
  ].filter((one) => one !== undefined);
  if (list) return all(list);
  const cast = as(value, 'TypeCast');
  if (cast) return keeps(cast.arg);
  return ['ColumnRef', 'A_Const', 'SubLink', 'SQLValueFunction'].some((kind) => kind in value);
}

/** Whether it keeps all values apart, NULL among them. */
export const keepsApart = (value: Node | undefined): boolean =>
  keeps(value) &&
  [...each([value], 'CoalesceExpr')].length === 0 &&
  [...each([value], 'SubLink')].length === 0;

/**
 * Whether it takes a number, a truth value or their like out of JSON (`(x #>> '{}')::int`): of what a way forward made of
 * such values alone, none comes out like another.
 */
export function isScalarOfJson(value: Node): boolean {
  const cast = as(value, 'TypeCast');
  const { name, rexpr } = as(withoutCasts(value), 'A_Expr') ?? {};
  const path = as(rexpr && withoutCasts(rexpr), 'A_Const')?.sval?.sval;
  return (
    strings(name).join('.') === '#>>' &&
    path === '{}' &&
    !/^(?:text|varchar|char|name|json)/.test(typeText(cast?.typeName))
  );
}
