import { ownWords } from '@agora/postgres';
import {
  as,
  each,
  type Name,
  nameOf,
  type NodeOf,
  type ParsedStatement,
  relationsIn,
  strings,
} from '@agora/postgres/parser';
import type { Node, SelectStmt, UpdateStmt } from 'libpg-query';

import { dataChangeOf, withBareColumns } from './data-change.ts';

/** A table of which a statement copies some rows elsewhere. */
export interface FilteredCopy {
  readonly from: Name;
  /** Which rows are copied, columns by their bare names; absent where no condition on one row says so. */
  readonly where?: string;
  /** The columns whose values alone are copied; absent for whole rows. */
  readonly columns?: readonly string[];
  /** Where nothing else is asked of a row: in which columns it must have a value, and in which none. */
  readonly nullTests?: readonly NullAsked[];
}

interface NullAsked {
  readonly column: string;
  readonly isNull: boolean;
}

/** The tables of which INSERT ... SELECT, CREATE TABLE AS or UPDATE may leave rows out that it reads. */
export function filteredCopies(statement: ParsedStatement): readonly FilteredCopy[] {
  const { node, text } = statement;
  const update = as(node, 'UpdateStmt');
  if (update) return copiedWithin(update, text);
  const insert = as(node, 'InsertStmt');
  const query = as(insert?.selectStmt ?? as(node, 'CreateTableAsStmt')?.query, 'SelectStmt');
  if (query === undefined) return [];
  const sources = [query, ...queriesOf(insert?.withClause)].flatMap((one) => sourcesOf(one));
  if (!sources.some((one) => leavesOut(one))) return [];
  const table = as(query.fromClause?.[0], 'RangeVar');
  const where = conditionOf(text);
  if (table !== undefined && where !== undefined && sources.length === 1 && !leavesOut(query, 'otherwise')) {
    const from = nameOf(table);
    return [
      { from, where: withBareColumns(where, new Set([from.name, table.alias?.aliasname ?? from.name])) },
    ];
  }
  const read = sources.flatMap(({ fromClause }) => [...relationsIn(fromClause)].map((one) => nameOf(one)));
  return [...new Map(read.map((from) => [JSON.stringify(from), { from }])).values()];
}

/** An UPDATE that puts values of some rows into another column of these. */
function copiedWithin(update: UpdateStmt, text: string): readonly FilteredCopy[] {
  const where = dataChangeOf(text)?.where;
  if (where === undefined || update.whereClause === undefined) return [];
  const columns = [...each(update.targetList, 'ResTarget')].flatMap(({ name, val }) =>
    [...each(val, 'ColumnRef')].flatMap((one) => columnOf(one) ?? []).filter((one) => one !== name),
  );
  if (columns.length === 0) return [];
  const asked = conditionsOf(update.whereClause).map((one) => as(one, 'NullTest'));
  const nullTests = asked.flatMap((one): NullAsked[] => {
    const column = columnOf(as(one?.arg, 'ColumnRef'));
    return column === undefined ? [] : [{ column, isNull: one?.nulltesttype === 'IS_NULL' }];
  });
  const isAll = nullTests.length === asked.length;
  return [{ from: nameOf(update.relation), where, columns, ...(isAll ? { nullTests } : {}) }];
}

const conditionsOf = (where: Node): readonly Node[] => {
  const both = as(where, 'BoolExpr');
  return both?.boolop === 'AND_EXPR' ? (both.args ?? []) : [where];
};

const columnOf = (reference: NodeOf<'ColumnRef'> | undefined): string | undefined =>
  strings(reference?.fields).at(-1);

/** A query with those whose rows it reads: its branches, and what stands in its WITH and FROM. */
function sourcesOf(query: SelectStmt): readonly SelectStmt[] {
  const { larg, rarg, fromClause, withClause } = query;
  const below = [
    ...(larg && rarg ? [larg, rarg] : []),
    ...[...each(fromClause, 'RangeSubselect')].flatMap(({ subquery }) => as(subquery, 'SelectStmt') ?? []),
    ...queriesOf(withClause),
  ];
  return [query, ...below.flatMap((one) => sourcesOf(one))];
}

const queriesOf = (clause: NodeOf<'WithClause'> | undefined): readonly SelectStmt[] =>
  [...each(clause?.ctes, 'CommonTableExpr')].flatMap(({ ctequery }) => as(ctequery, 'SelectStmt') ?? []);

/** Whether a query may leave rows out that it reads, or do so otherwise than by its WHERE. */
function leavesOut(query: SelectStmt, how: 'in any way' | 'otherwise' = 'in any way'): boolean {
  const { fromClause = [], op = 'SETOP_NONE' } = query;
  return (
    (how === 'in any way' && query.whereClause !== undefined) ||
    fromClause.length > 1 ||
    fromClause.some((one) => joinsAway(one)) ||
    [query.groupClause, query.distinctClause].some((clause) => (clause ?? []).length > 0) ||
    [query.havingClause, query.limitCount, query.limitOffset].some((clause) => clause !== undefined) ||
    !(op === 'SETOP_NONE' || (op === 'SETOP_UNION' && query.all === true))
  );
}

/** Whether a join may leave out rows of its first table: any but LEFT and FULL ones. */
function joinsAway(node: Node | undefined): boolean {
  const join = as(node, 'JoinExpr');
  if (join === undefined) return false;
  return !['JOIN_LEFT', 'JOIN_FULL'].includes(join.jointype ?? '') || joinsAway(join.larg);
}

/** What follows the WHERE of the SELECT, up to what ends it. */
function conditionOf(text: string): string | undefined {
  const own = ownWords(text);
  const begin = own.find(({ word }) => word === 'where');
  if (begin === undefined) return undefined;
  const ends = new Set(['order', 'on', 'returning', 'union', 'except', 'intersect', 'with', 'for']);
  const end = own.find(({ word, start }) => ends.has(word) && start > begin.start);
  return text.slice(begin.end, end?.start).replace(/;\s*$/, '').trim();
}
