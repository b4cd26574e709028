import { scan, type Token } from '@agora/postgres';
import { each, strings } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { partsOf } from '../../../script/clauses.ts';
import { caseBranches } from '../../sample/index.ts';
import { isScalarOfJson, KEEPING, keeps } from './keeping.ts';

/** An expression that a statement puts somewhere, and the rows that it is put together from. */
export interface ValueSource {
  readonly value: Node;
  /** Its text. */
  readonly text: string;
  /** What stands after FROM. */
  readonly from: string;
  /** What stands after WHERE. */
  readonly where: string | undefined;
}

/** Words before a parenthesis that call nothing, or something that changes what it is made for alone. */
const NO_CALLS: ReadonlySet<string> = new Set(
  'all and any array as between by case cast coalesce else end exists filter from group in is like not null or over row select then values when where'.split(
    ' ',
  ),
);

/**
 * Queries that tell whether rows show what an expression does to values: each gives one boolean, and a false one says
 * that some part of the expression (a function, a branch of a CASE, an operator) left every row as it was. What it
 * does to others, nobody has seen then.
 *
 * @param how of a way back the branches are not asked for: rows need not hold what each of them takes
 */
export function valueQuestions(source: ValueSource, how: 'forward' | 'back' = 'forward'): readonly string[] {
  const { text, value } = source;
  if (columnsIn(value).length === 0) return [];
  const pieces = new Set<string>();
  if (!keeps(value) && !(how === 'back' && ('CaseExpr' in value || isScalarOfJson(value))))
    for (const column of columnsIn(value)) pieces.add(differs(text, column, source));
  for (const { call, parts } of callsOf(text)) {
    const columns = columnsOf(value, call);
    const given = parts.filter((part) => columnsOf(value, part).length > 0);
    for (const one of given.every((part) => isValue(part)) ? given : columns)
      pieces.add(differs(call, one, source));
  }
  if (how === 'forward')
    for (const { condition, isElse } of caseBranches(text)) if (!isElse) pieces.add(meets(condition, source));
  return [...pieces];
}

/**
 * Queries of the same kind that tell whether a row takes each ELSE: where none does, nobody knows whether one can.
 * @param source of a way forward
 */
export function elseQuestions(source: ValueSource): readonly string[] {
  if (columnsIn(source.value).length === 0) return [];
  return caseBranches(source.text).flatMap(({ condition, isElse }) =>
    isElse ? [meets(condition, source)] : [],
  );
}

/** The columns of an expression, as they are written in it. */
function columnsIn(value: Node): readonly string[] {
  const found = [...each(value, 'ColumnRef')].map(({ fields }) => strings(fields));
  return [
    ...new Set(found.filter((one) => one.length > 0).map((one) => one.map((part) => quoted(part)).join('.'))),
  ];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Those of the columns of an expression that are spoken of in a piece of its text. */
function columnsOf(value: Node, piece: string): readonly string[] {
  const words = new Set(
    [...scan(piece)].flatMap(({ kind, start, end }) => {
      const word = piece.slice(start, end);
      if (kind === 'quoted') return [word];
      return kind === 'word' ? [quoted(word.toLowerCase())] : [];
    }),
  );
  return columnsIn(value).filter((column) => words.has(column.slice(column.lastIndexOf('."') + 1)));
}

/** What `from x for 5`, `both ' ' from x` and their like are not. */
const isValue = (part: string): boolean =>
  !/\b(?:from|for|both|leading|trailing|placing|in|variadic)\b/i.test(part);

const rows = ({ from, where }: ValueSource): string =>
  `${from}${where === undefined ? '' : `\nWHERE (${where}\n)`}`;

function differs(a: string, b: string, source: ValueSource): string {
  return `SELECT EXISTS (SELECT FROM (SELECT (${a}\n)::text AS a, (${b}\n)::text AS b FROM ${rows(source)}) AS q WHERE q.a IS DISTINCT FROM q.b) AS shown`;
}

function meets(condition: string, source: ValueSource): string {
  return `SELECT EXISTS (SELECT FROM (SELECT (${condition}\n) AS met FROM ${rows(source)}) AS q WHERE q.met) AS shown`;
}

interface Call {
  readonly call: string;
  readonly parts: readonly string[];
}

/** The calls of functions in a text, and what each is given. */
function callsOf(text: string): readonly Call[] {
  const tokens = [...scan(text)].filter(({ kind }) => kind !== 'gap');
  const piece = (at: number): string => text.slice(tokens[at]?.start, tokens[at]?.end);
  return tokens.flatMap(({ kind, start }, at): Call[] => {
    const name = piece(at).toLowerCase().replaceAll('"', '');
    const isName = kind === 'quoted' || (kind === 'word' && !NO_CALLS.has(name));
    if (!isName || KEEPING.has(name) || piece(at + 1) !== '(' || piece(at - 1) === ':') return [];
    const end = closing(text, tokens, at + 1);
    const inside = text.slice(tokens[at + 1]?.end, tokens[end]?.start);
    const begin = piece(at - 1) === '.' ? (tokens[at - 2]?.start ?? start) : start;
    return [{ call: text.slice(begin, tokens[end]?.end), parts: partsOf(inside) }];
  });
}

/** The place of the parenthesis that closes the one at a place. */
function closing(text: string, tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const piece = text.slice(tokens[at]?.start, tokens[at]?.end);
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length - 1;
}
