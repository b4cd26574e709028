import { quoteLiteral } from '@agora/postgres';
import { as, nameFrom, type NodeOf, strings } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { typeText } from '../../../script/model/types.ts';
import { withoutCasts } from './reading.ts';

/** The column that an expression reads, as it was. */
interface Wanted {
  /** As format_type writes it. */
  readonly type: string;
  /** Of its enum. */
  readonly labels: readonly string[];
  /** What the expression gave was rounded to an exact number. */
  readonly isRounded?: boolean;
}

/** What an expression is made of but constants. */
export function innerOf(node: Node): Node | undefined {
  const cast = as(node, 'TypeCast');
  if (cast) return cast.arg;
  const not = as(node, 'BoolExpr');
  if (not?.boolop === 'NOT_EXPR') return not.args?.[0];
  const call = as(node, 'FuncCall');
  if (call) return (call.args ?? []).find((one) => !isConstant(one));
  const { lexpr, rexpr } = as(node, 'A_Expr') ?? {};
  return rexpr !== undefined && isConstant(rexpr) ? lexpr : rexpr;
}

const isConstant = (node: Node): boolean => 'A_Const' in withoutCasts(node);

/**
 * What an expression over one column and constants was made of, as SQL.
 *
 * @param now what the expression gave, as SQL
 * @returns undefined where it cannot be turned round
 */
export function turnedRound(node: Node, now: string, wanted: Wanted): string | undefined {
  if ('ColumnRef' in node) return now;
  const inner = innerOf(node);
  const was = inner && undone(node, inner, now, wanted);
  return (
    inner &&
    was &&
    turnedRound(
      inner,
      was,
      wanted.isRounded === true || !rounds(node) ? wanted : { ...wanted, isRounded: true },
    )
  );
}

function rounds(node: Node): boolean {
  const cast = as(node, 'TypeCast');
  return cast === undefined
    ? ROUNDS.test(nameFrom(as(node, 'FuncCall')?.funcname).name)
    : EXACT.test(typeText(cast.typeName));
}

/** What stood within the outermost part of an expression. */
function undone(node: Node, inner: Node, now: string, wanted: Wanted): string | undefined {
  if ('TypeCast' in node) return now;
  if ('BoolExpr' in node) return `(NOT ${now})`;
  const type = typeOf(inner, wanted.type);
  const call = as(node, 'FuncCall');
  if (call) return undoneCall(call, now, { type, labels: wanted.labels });
  const expression = as(node, 'A_Expr');
  return expression && undoneOperator(expression, now, { ...wanted, type });
}

const NUMBER = /^(?:smallint|integer|bigint|numeric|decimal|real|double precision)(?!.*\[\])/;
const EXACT = /^(?:smallint|integer|bigint|numeric|decimal)(?!.*\[\])/;
const INSTANT = /^(?:timestamptz|timestamp.* with time zone)(?!.*\[\])/;
const LOCAL_TIME = /^timestamp(?!tz|.*(?: with time zone|\[\]))/;
const DATE = /^date$/;
/** Of these `||` makes text; of arrays, JSON and bytes it makes something else. */
const JOINED_AS_TEXT =
  /^(?:text|character|varchar|char|citext$|name$|uuid$|smallint|integer|bigint|numeric|real|double|boolean|date$|time)(?!.*\[\])/;

/** The type of a part of the expression, the empty text where nothing tells it. */
function typeOf(node: Node, column: string): string {
  if ('ColumnRef' in node) return column;
  const cast = as(node, 'TypeCast');
  if (cast) return typeText(cast.typeName);
  const inner = innerOf(node);
  const type = inner === undefined ? '' : typeOf(inner, column);
  const call = as(node, 'FuncCall');
  if (call === undefined)
    return as(node, 'A_Expr')?.kind === 'AEXPR_OP' && NUMBER.test(type) ? 'numeric' : '';
  const { name } = nameFrom(call.funcname);
  if (/^(?:extract|date_part)$/.test(name)) return 'numeric';
  if (name === 'timezone') return INSTANT.test(type) ? 'timestamp' : 'timestamptz';
  return ROUNDS.test(name) ? type : '';
}

/** What loses a part of a number, and no more. */
const ROUNDS = /^(?:round|trunc|floor|ceil|ceiling)$/;

type Call = NodeOf<'FuncCall'>;

const textOf = (node: Node | undefined): string | undefined =>
  as(node && withoutCasts(node), 'A_Const')?.sval?.sval;

function undoneCall(call: Call, now: string, { type, labels }: Wanted): string | undefined {
  const { name } = nameFrom(call.funcname);
  const [first, second, ...others] = call.args ?? [];
  if (others.length > 0) return undefined;
  if (ROUNDS.test(name)) return now;
  const isPlain = !/\[\]|^jsonb?$/.test(type);
  const field = packed(name, first, second);
  if (field !== undefined) return isPlain ? `(${now} ->> ${field})` : undefined;
  const [, json] = /^to_(jsonb?)$/.exec(name) ?? [];
  if (json !== undefined && isPlain) return `(${now} #>> '{}')`;
  if (/^(?:extract|date_part)$/.test(name) && textOf(first)?.toLowerCase() === 'epoch')
    return ofEpoch(now, type);
  if (name === 'timezone') return `(${now} AT TIME ZONE ${quoteLiteral(textOf(first) ?? '')})`;
  if (name === 'to_timestamp' && second === undefined) return `extract(epoch FROM ${now})`;
  if (name === 'concat') return unjoined(now, first, second);
  if (name === 'reverse') return `reverse(${now})`;
  if (/^(?:lower|upper)$/.test(name)) return relabelled(now, name, labels);
  const format = textOf(second);
  return format === undefined ? undefined : undoneFormat(name, now, { type, format });
}

/** By the function that takes back what another made by the same format. */
function undoneFormat(
  name: string,
  now: string,
  { type, format }: { readonly type: string; readonly format: string },
): string | undefined {
  const by = (inverse: string): string => `${inverse}(${now}, ${quoteLiteral(format)})`;
  if (name === 'to_char') {
    if (DATE.test(type)) return by('to_date');
    // Read as one of the session's zone, an hour that summer time skips would come back as another.
    if (LOCAL_TIME.test(type))
      return `(to_timestamp(${now} || '+00', ${quoteLiteral(`${format}TZH`)}) AT TIME ZONE 'UTC')`;
    return INSTANT.test(type) ? by('to_timestamp') : undefined;
  }
  const pairs: Readonly<Record<string, string>> = {
    encode: 'decode',
    decode: 'encode',
    string_to_array: 'array_to_string',
    array_to_string: 'string_to_array',
    to_date: 'to_char',
    to_timestamp: 'to_char',
  };
  const inverse = pairs[name];
  return inverse && by(inverse);
}

/** What takes the one value of a JSON object or list out again, as text: a name or a place. */
function packed(name: string, first: Node | undefined, second: Node | undefined): string | undefined {
  if (/^jsonb?_build_array$/.test(name) && second === undefined) return '0';
  const key = textOf(first);
  return /^jsonb?_build_object$/.test(name) && key !== undefined && second !== undefined
    ? quoteLiteral(key)
    : undefined;
}

/** A moment of so many seconds after 1970; of a local time they are counted as if it were one of UTC. */
function ofEpoch(now: string, type: string): string | undefined {
  if (INSTANT.test(type)) return `to_timestamp(${now})`;
  return LOCAL_TIME.test(type) || DATE.test(type) ? `(to_timestamp(${now}) AT TIME ZONE 'UTC')` : undefined;
}

function relabelled(now: string, name: string, labels: readonly string[]): string | undefined {
  if (labels.length === 0) return undefined;
  const changed = (one: string): string => (name === 'lower' ? one.toLowerCase() : one.toUpperCase());
  const pairs = labels.map((one) => `WHEN ${quoteLiteral(changed(one))} THEN ${quoteLiteral(one)}`);
  return `CASE ${now} ${pairs.join(' ')} END`;
}

/** A text without the constant that was joined to it. */
function unjoined(now: string, left: Node | undefined, right: Node | undefined): string | undefined {
  const [before, after] = [textOf(left), textOf(right)];
  const text = after ?? before;
  if (text === undefined) return undefined;
  if (text === '') return now;
  const length = `length(${quoteLiteral(text)})`;
  return after === undefined ? `substr(${now}, ${length} + 1)` : `left(${now}, -${length})`;
}

function undoneOperator(
  { kind, name, lexpr, rexpr }: NodeOf<'A_Expr'>,
  now: string,
  { type, labels, isRounded = false }: Wanted,
): string | undefined {
  if (kind !== 'AEXPR_OP') return undefined;
  const operator = strings(name).join('.');
  const isLast = rexpr !== undefined && isConstant(rexpr);
  if (operator === '||')
    return JOINED_AS_TEXT.test(type) || labels.length > 0 ? unjoined(now, lexpr, rexpr) : undefined;
  if (operator === '=' || operator === '<>')
    return chosen(operator === '=' ? now : `NOT ${now}`, textOf(isLast ? rexpr : lexpr), labels);
  // Of other numbers a sum loses digits, and few rows would show it.
  if (NUMBER.test(type) && !EXACT.test(type) && !isRounded && lexpr !== undefined) return undefined;
  if (NUMBER.test(type))
    return undoneSum(operator, now, { isLast, number: numberOf(isLast ? rexpr : lexpr) });
  const span = spanOf(rexpr, type);
  if (span === undefined) return undefined;
  return { '+': `(${now} - ${span})`, '-': `(${now} + ${span})` }[operator];
}

/** The value that a comparison found; of two labels, the other one where it did not. */
function chosen(isFound: string, text: string | undefined, labels: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  const [other, another] = labels.filter((one) => one !== text);
  const otherwise =
    other === undefined || another !== undefined ? '' : ` WHEN NOT (${isFound}) THEN ${quoteLiteral(other)}`;
  return `CASE WHEN ${isFound} THEN ${quoteLiteral(text)}${otherwise} END`;
}

function undoneSum(
  operator: string,
  now: string,
  { isLast, number }: { readonly isLast: boolean; readonly number: string | undefined },
): string | undefined {
  if (operator === '-' && number === undefined) return `(- ${now})`;
  if (number === undefined || Number(number) === 0) return undefined;
  if (operator === '+') return `(${now} - ${number})`;
  if (operator === '-') return isLast ? `(${now} + ${number})` : `(${number} - ${now})`;
  // Or a quotient would have more digits behind the point than what it was made of.
  if (operator === '*') return `trim_scale(${now}::numeric / ${number})`;
  return operator === '/' && isLast ? `(${now} * ${number})` : undefined;
}

function numberOf(node: Node | undefined): string | undefined {
  const constant = as(node && withoutCasts(node), 'A_Const');
  if (constant?.sval !== undefined || constant === undefined) return undefined;
  const number = constant.ival === undefined ? constant.fval?.fval : String(constant.ival.ival ?? 0);
  return number?.startsWith('-') === true ? `(${number})` : number;
}

/** Of months and years a sum gives other days back, of days other hours where summer time begins or ends. */
const HOURS =
  /^\s*[-+]?\d+(?:\.\d+)?\s*(?:microseconds?|milliseconds?|seconds?|secs?|minutes?|mins?|hours?)\s*$/i;
const DAYS = /^\s*[-+]?\d+\s*(?:days?|weeks?)\s*$/i;

/** What a time was moved by: an interval, or days of a date. */
function spanOf(node: Node | undefined, type: string): string | undefined {
  const isLocal = LOCAL_TIME.test(type) || DATE.test(type);
  if (node === undefined || !(isLocal || INSTANT.test(type))) return undefined;
  const text = textOf(node);
  if (text === undefined) return DATE.test(type) ? numberOf(node) : undefined;
  const isInterval = typeText(as(node, 'TypeCast')?.typeName) === 'interval';
  return isInterval && (HOURS.test(text) || (isLocal && DAYS.test(text)))
    ? `${quoteLiteral(text)}::interval`
    : undefined;
}
