import { quoteLiteral, splitStatements } from '@agora/postgres';
import { as, nameOf, parseStatements, strings } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { namesOverTime, withoutCasts } from './reading.ts';

/** A value, as text; null for NULL. */
type Value = string | null;

/** Any value but NULL: what the way forward computed. */
const ANYTHING: unique symbol = Symbol('anything');

/** A value, and what became of it. */
interface Pair {
  readonly old: Value;
  readonly now: Value | typeof ANYTHING;
}

/** What the way forward made of the values of a column, by what is written in it. */
export interface Translation {
  readonly table: string;
  /** The column that was read, and the one that was written; often the same one. */
  readonly from: string;
  readonly to: string;
  readonly pairs: readonly Pair[];
  /** What became of all other values. */
  readonly rest: 'same' | 'unknown' | { readonly now: Value };
}

/**
 * Reads the translations in a script, one for each column that is read and written, under its final name: `USING CASE ...`,
 * `UPDATE t SET a = CASE b ...`, `UPDATE t SET a = 'x' WHERE b = 'y'`, `coalesce(a, 'x')`. The parser must be loaded.
 */
export function translationsIn(up: string): readonly Translation[] {
  const found: Translation[] = [];
  const { statements } = parseStatements(splitStatements(up));
  const names = namesOverTime(statements);
  for (const [place, { node }] of statements.entries()) {
    const add = (all: readonly Translation[]): void => {
      for (const one of all) {
        const { table } = one;
        const from = names.first({ table, column: one.from }, place);
        const to = names.last({ table, column: one.to }, place);
        found.push(
          one.from === one.to ? one : { ...one, table: from.table, from: from.column, to: to.column },
        );
      }
    };
    const alter = as(node, 'AlterTableStmt');
    for (const item of alter?.cmds ?? []) {
      const command = as(item, 'AlterTableCmd');
      const using = as(command?.def, 'ColumnDef')?.raw_default;
      if (command?.subtype !== 'AT_AlterColumnType' || command.name === undefined || using === undefined)
        continue;
      add(translationOf(alter?.relation?.relname ?? '', command.name, using));
    }
    const update = as(node, 'UpdateStmt');
    if (update === undefined || update.fromClause !== undefined) continue;
    const { name: table } = nameOf(update.relation);
    for (const item of update.targetList ?? []) {
      const target = as(item, 'ResTarget');
      if (target?.name === undefined || target.val === undefined) continue;
      if (update.whereClause === undefined) add(translationOf(table, target.name, target.val));
      else add(chosen(table, target.name, target.val, update.whereClause));
    }
  }
  return merged(found);
}

/** The statements of one column together say what became of its values. */
function merged(found: readonly Translation[]): readonly Translation[] {
  const byColumns = new Map<string, Translation>();
  for (const one of found) {
    const key = JSON.stringify([one.table, one.from, one.to]);
    const known = byColumns.get(key);
    byColumns.set(key, known === undefined ? one : { ...known, pairs: [...known.pairs, ...one.pairs] });
  }
  return [...byColumns.values()];
}

/** `UPDATE t SET to = 'now' WHERE from = 'old'`, perhaps AND something else about the row. */
function chosen(table: string, to: string, value: Node, where: Node): readonly Translation[] {
  const isComputed = as(value, 'FuncCall') !== undefined || as(value, 'SQLValueFunction') !== undefined;
  const now: Value | typeof ANYTHING | undefined = isComputed ? ANYTHING : literalOf(value);
  const both = as(where, 'BoolExpr');
  const test =
    both?.boolop === 'AND_EXPR'
      ? (both.args ?? []).map(testOf).find((one) => one?.column === to)
      : testOf(where);
  if (test === undefined || now === undefined || (isComputed && test.column === to)) return [];
  const pairs = test.values.map((old): Pair => ({ old, now }));
  return [{ table, from: test.column, to, pairs, rest: test.column === to ? 'same' : 'unknown' }];
}

function translationOf(table: string, to: string, expression: Node): readonly Translation[] {
  const node = withoutCasts(expression);
  const coalesce = as(node, 'CoalesceExpr');
  const [first, second, third] = coalesce?.args ?? [];
  if (first !== undefined && second !== undefined && third === undefined) {
    const [from, now] = [columnOf(first), literalOf(second)];
    return from === undefined || now === undefined
      ? []
      : [{ table, from, to, pairs: [{ old: null, now }], rest: 'same' }];
  }
  const choice = as(node, 'CaseExpr');
  if (choice === undefined) return [];
  const subject = choice.arg === undefined ? undefined : columnOf(choice.arg);
  if (choice.arg !== undefined && subject === undefined) return [];
  const pairs: Pair[] = [];
  const columns = new Set(subject === undefined ? [] : [subject]);
  for (const item of choice.args ?? []) {
    const when = as(item, 'CaseWhen');
    if (when?.expr === undefined || when.result === undefined) return [];
    const old = subject === undefined ? undefined : literalOf(when.expr);
    const test = old === undefined ? testOf(when.expr) : { column: subject ?? '', values: [old] };
    if (test === undefined) return [];
    columns.add(test.column);
    const now = literalOf(when.result);
    if (now !== undefined) pairs.push(...test.values.map((one) => ({ old: one, now })));
    else if (columnOf(when.result) !== test.column) return [];
  }
  const [from] = columns;
  if (from === undefined || columns.size > 1) return [];
  return [{ table, from, to, pairs, rest: restOf(choice.defresult, from) }];
}

function restOf(result: Node | undefined, from: string): Translation['rest'] {
  if (result === undefined) return { now: null };
  const now = literalOf(result);
  if (now !== undefined) return { now };
  return columnOf(result) === from ? 'same' : 'unknown';
}

/** The one column that a condition looks at, and the values for which it holds. */
function testOf(node: Node): { readonly column: string; readonly values: readonly Value[] } | undefined {
  const plainColumn = columnOf(node);
  if (plainColumn !== undefined) return { column: plainColumn, values: ['true'] };
  const not = as(node, 'BoolExpr');
  if (not?.boolop === 'NOT_EXPR') {
    const column = not.args?.[0] === undefined ? undefined : columnOf(not.args[0]);
    return column === undefined ? undefined : { column, values: ['false'] };
  }
  if (not?.boolop === 'OR_EXPR') {
    const parts = (not.args ?? []).map(testOf);
    const [column] = parts.map((part) => part?.column);
    if (column === undefined || parts.some((part) => part?.column !== column)) return undefined;
    return { column, values: parts.flatMap((part) => part?.values ?? []) };
  }
  const bool = as(node, 'BooleanTest');
  if (bool?.arg !== undefined && (bool.booltesttype === 'IS_TRUE' || bool.booltesttype === 'IS_FALSE')) {
    const column = columnOf(bool.arg);
    const value = bool.booltesttype === 'IS_TRUE' ? 'true' : 'false';
    return column === undefined ? undefined : { column, values: [value] };
  }
  const isNull = as(node, 'NullTest');
  if (isNull?.arg !== undefined && isNull.nulltesttype === 'IS_NULL') {
    const column = columnOf(isNull.arg);
    return column === undefined ? undefined : { column, values: [null] };
  }
  const expression = as(node, 'A_Expr');
  if (expression?.lexpr === undefined || expression.rexpr === undefined) return undefined;
  if (strings(expression.name).join('.') !== '=') return undefined;
  const column = columnOf(expression.lexpr);
  if (column === undefined) return undefined;
  if (expression.kind === 'AEXPR_IN') {
    const values = (as(expression.rexpr, 'List')?.items ?? []).map(literalOf);
    return values.includes(undefined)
      ? undefined
      : { column, values: values.filter((one) => one !== undefined) };
  }
  const value = expression.kind === 'AEXPR_OP' ? literalOf(expression.rexpr) : undefined;
  return value === undefined ? undefined : { column, values: [value] };
}

function columnOf(node: Node): string | undefined {
  return strings(as(withoutCasts(node), 'ColumnRef')?.fields).at(-1);
}

/** A constant as text; undefined for anything else. */
function literalOf(node: Node): Value | undefined {
  const constant = as(withoutCasts(node), 'A_Const');
  if (constant === undefined) return undefined;
  if (constant.isnull === true) return null;
  if (constant.sval !== undefined) return constant.sval.sval ?? '';
  // The parser leaves out what is zero or false.
  if (constant.ival !== undefined) return String(constant.ival.ival ?? 0);
  if (constant.boolval !== undefined) return String(constant.boolval.boolval ?? false);
  return constant.fval?.fval;
}

/** What a column held before, as far as it can be told. */
interface WantedColumn {
  /** Its type as format_type writes it. */
  readonly type: string;
  /** Of an enum: its labels. */
  readonly labels: readonly string[];
  /** What a row gets whose value nothing tells, as SQL, where NULL will not do. */
  readonly otherwise?: string | undefined;
}

/** An old value, as SQL. */
export interface Inverse {
  readonly sql: string;
  /** Before it becomes a value of its type, which it may not be. */
  readonly text: string;
}

/**
 * The value before, as an expression over the column that is there now; undefined where nothing tells it. Of several
 * values that became one, the first is taken; one that stands for all that are not named comes back as one of these. A
 * value that the way forward does not make stops the way back.
 *
 * @param column the column as SQL
 */
export function inverseOf(
  translation: Translation,
  column: string,
  wanted: WantedColumn,
): Inverse | undefined {
  const { pairs, rest } = translation;
  const labels = wanted.type === 'boolean' ? ['true', 'false'] : wanted.labels;
  const named = new Set(pairs.map(({ old }) => old));
  const unnamed = labels.filter((label) => !named.has(label));
  const back = new Map<Value | typeof ANYTHING, Value>();
  for (const { old, now } of pairs) {
    // It may have been there before as well.
    const isAmbiguous = rest === 'same' && (old === null || labels.some((label) => label === now));
    if (!isAmbiguous && !back.has(now)) back.set(now, old);
  }
  if (back.size === 0 || (rest === 'unknown' && unnamed.length !== 1)) return undefined;
  if (typeof rest === 'object' && !back.has(rest.now)) back.set(rest.now, unnamed[0] ?? null);
  const literal = (value: Value): string => (value === null ? 'NULL' : quoteLiteral(value));
  // The plain form of CASE finds no NULL, and nothing but values.
  const isPlain = !back.has(null) && !back.has(ANYTHING);
  const cases = [...back].map(([now, old]) => {
    const test =
      now === null
        ? `${column} IS NULL`
        : now === ANYTHING
          ? `${column} IS NOT NULL`
          : isPlain
            ? literal(now)
            : `${column}::text = ${literal(now)}`;
    return `WHEN ${test} THEN ${literal(old)}`;
  });
  const other = rest === 'unknown' ? literal(unnamed[0] ?? null) : `${column}::text`;
  const text = `(CASE ${isPlain ? `${column}::text ` : ''}${cases.join(' ')} ELSE ${other} END)`;
  const value = `${text}::${wanted.type}`;
  const mayBeNull = [...back.values()].includes(null) && wanted.otherwise !== undefined;
  return { text, sql: mayBeNull ? `coalesce(${value}, ${wanted.otherwise})` : value };
}
