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
  const { usingClause = [], withClause, whereClause } = change;
  const isAsked = askedOf(whereClause).some(
    ({ link, place }) =>
      isOwn(link.subselect) &&
      !(place === 'negated' && keepsExtreme(link, table)) &&
      !(place === 'plain' && (isNumbered([{ SubLink: link }]) || isOrderedExists(link, change))),
  );
  if (isAsked) return true;
  const queries = [
    ...usingClause.filter((one) => !('RangeVar' in one)),
    ...[...each([withClause], 'CommonTableExpr')].map(({ ctequery }) => ctequery),
  ];
  if (queries.some(isOwn) && !isNumbered([whereClause, withClause, ...usingClause])) return true;
  return usingClause.some((one) => {
    const other = as(one, 'RangeVar');
    return other?.relname === table && !isOrdered(whereClause, labelOf(change.relation), labelOf(other));
  });
}

/** Whether which rows an UPDATE changes depends on what it sets, in other rows. */
export function asksWhatItSets(update: UpdateStmt, set: readonly string[]): boolean {
  const table = nameOf(update.relation).name;
  const { fromClause = [], whereClause, targetList = [] } = update;
  // Whose rows all become alike, they cannot take the place of another in its group.
  const isAlike = targetList.length === 1 && as(as(targetList[0], 'ResTarget')?.val, 'A_Const') !== undefined;
  const isAsked = askedOf(whereClause).some(
    ({ link, place }) =>
      [...relationsIn(link.subselect)].some(({ relname }) => relname === table) &&
      [...each([link.subselect], 'ColumnRef')].some(({ fields }) =>
        set.includes(strings(fields).at(-1) ?? ''),
      ) &&
      !(isAlike && place === 'negated' && keepsExtreme(link, table)),
  );
  const others = [...each(fromClause, 'RangeVar')].filter(({ relname }) => relname === table).map(labelOf);
  const joined = [...each([whereClause, ...fromClause], 'ColumnRef')].map(({ fields }) => strings(fields));
  return (
    isAsked ||
    joined.some(([label = '', ...more]) => others.includes(label) && set.includes(more.at(-1) ?? ''))
  );
}

interface Asked {
  readonly link: SubLink;
  /** Of a condition that every row must meet, as it stands or under NOT; absent of a part of another. */
  readonly place: 'plain' | 'negated' | undefined;
}

/** The queries in a condition, those within others too. */
function askedOf(condition: Node | undefined): readonly Asked[] {
  const places = new Map<SubLink, Asked['place']>();
  for (const one of conditionsOf(condition)) {
    const not = as(one, 'BoolExpr');
    const plain = as(one, 'SubLink');
    const negated = not?.boolop === 'NOT_EXPR' ? as(not.args?.[0], 'SubLink') : undefined;
    if (plain) places.set(plain, 'plain');
    if (negated) places.set(negated, 'negated');
  }
  return [...each([condition], 'SubLink')].map((link) => ({ link, place: places.get(link) }));
}

/** `a NOT IN (SELECT min(a) FROM t GROUP BY b)`: the least of a group is never taken, and so stays the least. */
function keepsExtreme({ subLinkType, subselect, testexpr }: SubLink, table: string): boolean {
  const select = as(subselect, 'SelectStmt');
  const [target, ...more] = select?.targetList ?? [];
  const [from, ...others] = select?.fromClause ?? [];
  const call = as(as(target, 'ResTarget')?.val, 'FuncCall');
  const [of] = call?.args ?? [];
  const [own, taken] = [testexpr, of].map((one) => strings(as(one, 'ColumnRef')?.fields).at(-1));
  const label = labelOf(as(from, 'RangeVar'));
  const isCorrelated = [...each([subselect], 'ColumnRef')].some(({ fields }) => {
    const path = strings(fields);
    return path.length > 1 && path.at(-2) !== label;
  });
  return (
    subLinkType === 'ANY_SUBLINK' &&
    more.length + others.length === 0 &&
    as(from, 'RangeVar')?.relname === table &&
    isSimple(select) &&
    ['min', 'max'].includes(nameFrom(call?.funcname).name) &&
    own !== undefined &&
    own === taken &&
    !isCorrelated
  );
}

/** Whether rows are left out by WHERE alone. */
const isSimple = (select: SelectStmt | undefined): boolean =>
  select?.op === 'SETOP_NONE' && select.havingClause === undefined && select.limitCount === undefined;

/** Whether a row is taken for being in the answer of a query, and not for being outside of it. */
const isIn = ({ subLinkType, operName }: SubLink): boolean =>
  subLinkType === 'EXISTS_SUBLINK' ||
  (subLinkType === 'ANY_SUBLINK' && (operName === undefined || strings(operName).join() === '='));

/**
 * `row_number() OVER (...)` and `> 1`: the first ones are never taken, and so stay the first. Only where nothing turns the
 * condition round, or asks for something else instead.
 */
function isNumbered(nodes: readonly unknown[]): boolean {
  const calls = [...each(nodes, 'FuncCall')].filter(({ over }) => over !== undefined);
  const compared = [...each(nodes, 'A_Expr')].flatMap(({ name, lexpr, rexpr }) =>
    [lexpr, rexpr].flatMap((side) => {
      const whole = as(side, 'A_Const')?.ival;
      return whole === undefined ? [] : [{ operator: strings(name).join(), number: whole.ival ?? 0 }];
    }),
  );
  return (
    calls.length > 0 &&
    calls.every(({ funcname }) => nameFrom(funcname).name === 'row_number') &&
    compared.length > 0 &&
    compared.every(
      ({ operator, number }) => ['>', '>='].includes(operator) || (operator === '<>' && number === 1),
    ) &&
    [...each(nodes, 'BoolExpr')].every(({ boolop }) => boolop === 'AND_EXPR') &&
    [...each(nodes, 'JoinExpr')].every(({ jointype }) => jointype === 'JOIN_INNER') &&
    [...each(nodes, 'SubLink')].every(isIn) &&
    [...each(nodes, 'SelectStmt')].every(isSimple)
  );
}

function isOrderedExists({ subLinkType, subselect }: SubLink, { relation }: Change): boolean {
  const select = as(subselect, 'SelectStmt');
  const [from, ...more] = select?.fromClause ?? [];
  const other = as(from, 'RangeVar');
  return (
    subLinkType === 'EXISTS_SUBLINK' &&
    more.length === 0 &&
    other !== undefined &&
    isSimple(select) &&
    isOrdered(select?.whereClause, labelOf(relation), labelOf(other))
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
    // IS DISTINCT FROM is written as = too.
    if (!['AEXPR_OP', 'AEXPR_NOT_DISTINCT'].includes(comparison?.kind ?? '')) return false;
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
