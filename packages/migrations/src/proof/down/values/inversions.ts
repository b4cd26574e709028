import { asText, type Catalog, type CatalogObject } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral, splitStatements } from '@agora/postgres';
import {
  as,
  type Name,
  nameFrom,
  nameOf,
  type NodeOf,
  parseStatements,
  strings,
} from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { typeText } from '../../../script/model/types.ts';
import { parentName } from '../objects/drop-statement.ts';
import { labelsOf } from './enums/labels.ts';
import { finalNames } from './reading.ts';

/** An expression over one column that the way forward puts into a column, in every row. */
export interface Computed {
  readonly table: Name;
  /** The column that was read, and the one that was written; often the same one. */
  readonly from: string;
  readonly to: string;
  readonly value: Node;
}

/**
 * The values that a script computes, under the final names of their columns: `UPDATE t SET a = b || 'x'`, `USING a + 1`.
 * A column that several statements write is left out. The parser must be loaded.
 */
export function computedIn(up: string): readonly Computed[] {
  const found: Computed[] = [];
  const written = new Map<string, number>();
  const { statements } = parseStatements(splitStatements(up));
  const finalName = finalNames(statements);
  const add = (table: Name, to: string, value: Node | undefined): void => {
    const last = finalName(table.name, to);
    const key = JSON.stringify([table.name, last]);
    written.set(key, (written.get(key) ?? 0) + 1);
    const from = value && columnOf(value);
    if (value !== undefined && from !== undefined)
      found.push({ table, from, to: from === to ? to : last, value });
  };
  for (const { node } of statements) {
    const alter = as(node, 'AlterTableStmt');
    for (const item of alter?.cmds ?? []) {
      const command = as(item, 'AlterTableCmd');
      if (command?.subtype !== 'AT_AlterColumnType') continue;
      add(nameOf(alter?.relation), command.name ?? '', as(command.def, 'ColumnDef')?.raw_default);
    }
    const update = as(node, 'UpdateStmt');
    const isWhole = update?.fromClause === undefined && update?.whereClause === undefined;
    for (const item of update?.targetList ?? []) {
      const target = as(item, 'ResTarget');
      add(nameOf(update?.relation), target?.name ?? '', isWhole ? target?.val : undefined);
    }
  }
  return found.filter(({ table, to }) => written.get(JSON.stringify([table.name, to])) === 1);
}

/** The one column that an expression reads which can be turned round; undefined for any other. */
function columnOf(node: Node): string | undefined {
  if ('ColumnRef' in node) return strings(node.ColumnRef.fields).at(-1);
  const inner = innerOf(node);
  return inner && columnOf(inner);
}

/** What an expression is made of but constants. */
function innerOf(node: Node): Node | undefined {
  const cast = as(node, 'TypeCast');
  if (cast) return cast.arg;
  const not = as(node, 'BoolExpr');
  if (not?.boolop === 'NOT_EXPR') return not.args?.[0];
  const call = as(node, 'FuncCall');
  if (call) return unpacking(call) === undefined ? call.args?.[0] : call.args?.at(-1);
  const { lexpr, rexpr } = as(node, 'A_Expr') ?? {};
  return rexpr !== undefined && 'A_Const' in rexpr ? lexpr : rexpr;
}

/** What takes the one value of a JSON object or list out again, as text. */
function unpacking({ funcname, args = [] }: NodeOf<'FuncCall'>): string | undefined {
  const { name } = nameFrom(funcname);
  if (/^jsonb?_build_array$/.test(name) && args.length === 1) return '->> 0';
  const key = as(args[0], 'A_Const')?.sval?.sval;
  const isOne = /^jsonb?_build_object$/.test(name) && args.length === 2 && key !== undefined;
  return isOne ? `->> ${quoteLiteral(key)}` : undefined;
}

/** Of such numbers, sums and products lose nothing. */
const EXACT = /^(?:smallint|integer|bigint|numeric\(.*\))$/;

/** Of these `||` makes text; of arrays, JSON and bytes it makes something else. */
const JOINED_AS_TEXT =
  /^(?:text|character|citext$|name$|uuid$|smallint|integer|bigint|numeric|real|double|boolean|date$|time)(?!.*\[\])/;

/**
 * The value before, as SQL over the column that is there now; undefined where the expression cannot be turned round.
 * Whether every value comes back, the proof tells.
 *
 * @param column as SQL
 * @param old the column before
 */
export function invertedValue(
  { value }: Computed,
  column: string,
  old: CatalogObject,
  before: Catalog,
): string | undefined {
  const type = asText(old.definition['type']);
  const labels = labelsOf(old, before);
  const undo = (node: Node, now: string): string | undefined => {
    if ('ColumnRef' in node) return now;
    const inner = innerOf(node);
    const was = inner && undone(node, now, { type, labels });
    return inner && was && undo(inner, was);
  };
  const sql = 'TypeCast' in value || 'ColumnRef' in value ? undefined : undo(value, column);
  return sql && `(${sql})::${type}`;
}

interface Wanted {
  /** Of the column before. */
  readonly type: string;
  readonly labels: readonly string[];
}

/** What stood within the outermost part of an expression. */
function undone(node: Node, now: string, { type, labels }: Wanted): string | undefined {
  if ('TypeCast' in node) return now;
  if ('BoolExpr' in node) return `(NOT ${now})`;
  const call = as(node, 'FuncCall');
  if (call) {
    const { name } = nameFrom(call.funcname);
    const unpacked = unpacking(call);
    if (unpacked !== undefined) return /\[\]|^jsonb?$/.test(type) ? undefined : `(${now} ${unpacked})`;
    const [, json] = /^to_(jsonb?)$/.exec(name) ?? [];
    if (json !== undefined && !/\[\]|^jsonb?$/.test(type)) return `(${now} #>> '{}')`;
    const format = as(call.args?.[1], 'A_Const')?.sval?.sval;
    const other = { encode: 'decode', decode: 'encode' }[name];
    if (other !== undefined && format !== undefined) return `${other}(${now}, ${quoteLiteral(format)})`;
    const joined = { string_to_array: 'array_to_string', array_to_string: 'string_to_array' }[name];
    if (joined !== undefined && format !== undefined && call.args?.length === 2)
      return `${joined}(${now}, ${quoteLiteral(format)})`;
    const change = { lower: (one: string) => one.toLowerCase(), upper: (one: string) => one.toUpperCase() }[
      name
    ];
    if (change === undefined || labels.length === 0) return undefined;
    return `CASE ${now} ${labels.map((one) => `WHEN ${quoteLiteral(change(one))} THEN ${quoteLiteral(one)}`).join(' ')} END`;
  }
  const { name, lexpr, rexpr } = as(node, 'A_Expr') ?? {};
  const operator = strings(name).join('.');
  const isLast = rexpr !== undefined && 'A_Const' in rexpr;
  const constant = as(isLast ? rexpr : lexpr, 'A_Const');
  const text = constant?.sval?.sval;
  if (operator === '||' && text !== undefined) {
    const inner = innerOf(node);
    if (inner && 'ColumnRef' in inner && labels.length === 0 && !JOINED_AS_TEXT.test(type)) return undefined;
    if (inner && 'TypeCast' in inner && !JOINED_AS_TEXT.test(typeText(inner.TypeCast.typeName)))
      return undefined;
    if (text === '') return now;
    const length = `length(${quoteLiteral(text)})`;
    return isLast ? `left(${now}, -${length})` : `substr(${now}, ${length} + 1)`;
  }
  if (!EXACT.test(type)) return undefined;
  if (operator === '-' && lexpr === undefined) return `(- ${now})`;
  const number = constant?.ival === undefined ? constant?.fval?.fval : String(constant.ival.ival ?? 0);
  if (number === undefined || Number(number) === 0) return undefined;
  if (operator === '+') return `(${now} - ${number})`;
  if (operator === '-') return isLast ? `(${now} + ${number})` : `(${number} - ${now})`;
  return operator === '*' ? `(${now}::numeric / ${number})` : undefined;
}

/** What a value of a column that kept its type was before: such columns are written once more. */
export function recomputed(
  before: Catalog,
  current: Catalog,
  computed: readonly Computed[],
): readonly string[] {
  return computed.flatMap((one) => {
    if (one.from !== one.to) return [];
    const old = [...before.objects.values()].find(
      (object) => isOf(one.table, object) && object.name === one.from,
    );
    const now =
      old &&
      [...current.objects.values()].find(
        ({ kind, address: { oid, sub } }) =>
          kind === 'column' && oid === old.address.oid && sub === old.address.sub,
      );
    if (old === undefined || now === undefined || old.definition['type'] !== now.definition['type'])
      return [];
    const name = quoteIdentifier(now.name);
    const value = invertedValue(one, name, old, before);
    return value === undefined ? [] : [`UPDATE ${parentName(now)} SET ${name} = ${value}`];
  });
}

/** Whether a column is one of a table as a script names it. */
export const isOf = ({ schema, name }: Name, object: CatalogObject): boolean =>
  object.kind === 'column' && object.parent === name && (schema ?? object.schema) === object.schema;
