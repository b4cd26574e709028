import { ownWords } from '@agora/postgres';
import { as, type Name, nameOf, type ParsedStatement } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { withBareColumns } from './data-change.ts';

/** A table of which a statement copies some rows elsewhere. */
export interface FilteredCopy {
  readonly from: Name;
  /** Which rows are copied, columns by their bare names; absent where no condition on one row says so. */
  readonly where?: string;
}

/** INSERT ... SELECT and CREATE TABLE AS that may leave rows of the table out that they read; undefined for others. */
export function filteredCopy({ node, text }: ParsedStatement): FilteredCopy | undefined {
  const query =
    as(as(node, 'InsertStmt')?.selectStmt, 'SelectStmt') ??
    as(as(node, 'CreateTableAsStmt')?.query, 'SelectStmt');
  const [source, another] = query?.fromClause ?? [];
  const table = leftmost(source);
  if (query === undefined || table === undefined) return undefined;
  const from = nameOf(table);
  const known = new Set([from.name, table.alias?.aliasname ?? from.name]);
  const isJoined = another !== undefined || joinsAway(source);
  const groups = [query.groupClause, query.distinctClause].some((clause) => (clause ?? []).length > 0);
  const isCut = [query.havingClause, query.limitCount, query.limitOffset].some(
    (clause) => clause !== undefined,
  );
  if (isJoined || groups || isCut) return { from };
  if (query.whereClause === undefined) return undefined;
  const where = conditionOf(text);
  if (as(source, 'RangeVar') === undefined || where === undefined) return { from };
  return { from, where: withBareColumns(where, known) };
}

function leftmost(node: Node | undefined): ReturnType<typeof rangeVar> {
  const join = as(node, 'JoinExpr');
  return join === undefined ? rangeVar(node) : leftmost(join.larg);
}

const rangeVar = (node: Node | undefined) => as(node, 'RangeVar');

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
