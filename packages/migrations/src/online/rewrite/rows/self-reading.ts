import type { DeleteStmt, Node, SelectStmt, SubLink, UpdateStmt } from 'libpg-query';

import { as, each, nameFrom, nameOf, relationsIn, strings } from '@agora/postgres/parser';

type Change = Pick<UpdateStmt & DeleteStmt, 'relation' | 'whereClause' | 'withClause'> &
  Partial<Pick<DeleteStmt, 'usingClause'>>;

/**
 * Whether the rows that a DELETE takes depend on others that it takes too: `a > (SELECT avg(a) FROM t)` is another
 * question after the first batch. The usual ways to find duplicates are none: of each group, one row stays throughout.
 */
export function asksWhatItDeletes(change: Change): boolean {
  const table = nameOf(change.relation).name;
  const isOwn = (query: unknown): boolean => [...relationsIn(query)].some(({ relname }) => relname === table);
  const numbered = isNumbered(change);
  const asked = sublinksOf(change.whereClause).filter(({ link }) => isOwn(link.subselect));
  if (asked.some((one) => !numbered && !keepsExtreme(one) && !isOrderedExists(one, change))) return true;
  const queries = [
    ...[...each(change.usingClause, 'RangeSubselect')].map(({ subquery }) => subquery),
    ...[...each([change.withClause], 'CommonTableExpr')].map(({ ctequery }) => ctequery),
  ];
  if (queries.some(isOwn) && !numbered) return true;
  return (change.usingClause ?? []).some((one) => {
    const other = as(one, 'RangeVar');
    return (
      other?.relname === table && !isOrdered(change.whereClause, labelOf(change.relation), labelOf(other))
    );
  });
}

/** Whether which rows an UPDATE changes depends on what it sets, in other rows. */
export function asksWhatItSets(change: Change, set: readonly string[]): boolean {
  const table = nameOf(change.relation).name;
  return sublinksOf(change.whereClause).some(
    (one) =>
      [...relationsIn(one.link.subselect)].some(({ relname }) => relname === table) &&
      [...each([one.link.subselect], 'ColumnRef')].some(({ fields }) =>
        set.includes(strings(fields).at(-1) ?? ''),
      ) &&
      !keepsExtreme(one),
  );
}

interface Asked {
  readonly link: SubLink;
  readonly negated: boolean;
}

function sublinksOf(condition: Node | undefined): readonly Asked[] {
  const negated = new Set(
    [...each(condition === undefined ? undefined : [condition], 'BoolExpr')].flatMap(({ boolop, args }) =>
      boolop === 'NOT_EXPR' ? (args ?? []).flatMap((one) => as(one, 'SubLink') ?? []) : [],
    ),
  );
  return [...each(condition === undefined ? undefined : [condition], 'SubLink')].map((link) => ({
    link,
    negated: negated.has(link),
  }));
}

const selectOf = ({ link }: Asked): SelectStmt | undefined => as(link.subselect, 'SelectStmt');

/** `NOT IN (SELECT min(id) ... GROUP BY a)`: the least of a group is never taken, and so stays the least. */
function keepsExtreme(asked: Asked): boolean {
  const select = selectOf(asked);
  const [target, ...more] = select?.targetList ?? [];
  const call = as(as(target, 'ResTarget')?.val, 'FuncCall');
  return (
    asked.negated &&
    asked.link.subLinkType === 'ANY_SUBLINK' &&
    more.length === 0 &&
    select?.havingClause === undefined &&
    ['min', 'max'].includes(nameFrom(call?.funcname).name)
  );
}

/** `row_number() OVER (...)` and `> 1`: the first ones are never taken, and so stay the first. */
function isNumbered(change: Change): boolean {
  const all = [change.whereClause, change.withClause, ...(change.usingClause ?? [])];
  const calls = [...each(all, 'FuncCall')].filter(({ over }) => over !== undefined);
  const compared = [...each(all, 'A_Expr')].filter(({ lexpr, rexpr }) =>
    [lexpr, rexpr].some((side) => as(side, 'A_Const')?.ival !== undefined),
  );
  return (
    calls.length > 0 &&
    calls.every(({ funcname }) => nameFrom(funcname).name === 'row_number') &&
    compared.length > 0 &&
    compared.every(({ name }) => ['>', '>=', '<>'].includes(strings(name).join()))
  );
}

function isOrderedExists(asked: Asked, change: Change): boolean {
  const select = selectOf(asked);
  const [from, ...more] = select?.fromClause ?? [];
  const other = as(from, 'RangeVar');
  return (
    !asked.negated &&
    asked.link.subLinkType === 'EXISTS_SUBLINK' &&
    more.length === 0 &&
    other !== undefined &&
    isOrdered(select?.whereClause, labelOf(change.relation), labelOf(other))
  );
}

/** Whether rows are told from another by the same columns and an order, `x.a = y.a AND x.id > y.id`: the first one stays. */
function isOrdered(condition: Node | undefined, own: string, other: string): boolean {
  let ordered = 0;
  for (const one of conditionsOf(condition)) {
    const of = new Set(
      [...each(one === undefined ? undefined : [one], 'ColumnRef')].map(({ fields }) => strings(fields)),
    );
    const labels = new Set([...of].map((path) => (path.length > 1 ? path[0] : undefined)));
    if (labels.has(undefined)) return false;
    if (!labels.has(own) || !labels.has(other)) continue;
    const comparison = as(one, 'A_Expr');
    const sides = [comparison?.lexpr, comparison?.rexpr].map((side) =>
      strings(as(side, 'ColumnRef')?.fields),
    );
    const operator = strings(comparison?.name).join();
    if (sides.some((path) => path.length !== 2) || sides[0]?.[1] !== sides[1]?.[1]) return false;
    if (operator === '<' || operator === '>') ordered += 1;
    else if (operator !== '=') return false;
  }
  return ordered === 1;
}

/** What a condition asks for all at once. */
export function conditionsOf(condition: Node | undefined): readonly (Node | undefined)[] {
  const both = as(condition, 'BoolExpr');
  return both?.boolop === 'AND_EXPR' ? (both.args ?? []).flatMap(conditionsOf) : [condition];
}

function labelOf(
  table: { readonly relname?: string; readonly alias?: { readonly aliasname?: string } } | undefined,
): string {
  return table?.alias?.aliasname ?? table?.relname ?? '';
}
