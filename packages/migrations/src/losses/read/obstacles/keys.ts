import { quoteIdentifier, quoteLiteral } from '@agora/postgres';
import {
  as,
  type Name,
  nameOf,
  type NodeOf,
  type ParsedStatement,
  quoted,
  strings,
} from '@agora/postgres/parser';

import { after } from '../../../script/clauses.ts';
import type { Origin } from '../../../script/model/schema-model.ts';
import { columnsRead, type Known, type RowsAhead, type Scope } from './rows-ahead.ts';
import type { RowTest } from './row-test.ts';
import { exclusionsOf, groupAfter, keysOf } from './texts.ts';

/** A table, and what is known of its rows. */
export interface Place extends Scope {
  readonly table: Name;
  readonly ahead: RowsAhead;
}

/** The test of a table that is known. */
export function testOf(
  found: Known | undefined,
  make: (found: Known) => { readonly sql: string } & Pick<RowTest, 'what' | 'reads' | 'columns'>,
): readonly RowTest[] {
  if (!found) return [];
  const { sql, ...words } = make(found);
  return [{ table: found.table, isCertain: found.isCertain, question: { kind: 'count', sql }, ...words }];
}

/** A value that is made of each row of a table, where the server may refuse that. */
export function readsOf(
  { table, ahead, ...scope }: Place,
  expressions: readonly string[],
  reads: readonly string[],
): Pick<RowTest, 'reads'> {
  const values = expressions.map((one) => `(${one}\n)`).join(', ');
  const sql =
    expressions.length === 0 ? undefined : ahead.valueOf(table, `ROW(${values})::text`, reads, scope);
  const what = `of ${table.name} hold what (${expressions.join(', ')}) cannot be computed of`;
  return sql === undefined ? {} : { reads: { sql, what } };
}

export const rowsWhere = (rows: string, condition: string): string =>
  `SELECT pg_catalog.count(*) AS rows FROM ${rows} WHERE ${condition}`;

/** What no two rows may have in common. */
interface Key {
  /** As SQL. */
  readonly keys: readonly string[];
  readonly reads: readonly string[];
  /** Between the keys of two rows; `=` of all unless given. */
  readonly operators?: readonly string[];
  readonly nullsDistinct: boolean;
  /** Of a partial index. */
  readonly where?: string | undefined;
  /** As it is written. */
  readonly words: string;
}

export function ofIndex(
  index: NodeOf<'IndexStmt'>,
  statement: ParsedStatement,
  place: Place,
): readonly RowTest[] {
  const elements = (index.indexParams ?? []).map((one) => as(one, 'IndexElem'));
  const on = after(statement.text, 'on') ?? '';
  const list = groupAfter(on, 0)?.inside ?? '';
  const keys = keysOf(elements, list);
  if (keys.length < elements.length) return [];
  const text = index.whereClause === undefined ? undefined : after(statement.text, 'where');
  const where = text?.replace(/;\s*$/, '');
  const reads = [
    ...new Set([
      ...elements.flatMap((one) => one?.name ?? []),
      ...columnsRead(...(index.indexParams ?? []), index.whereClause),
    ]),
  ];
  if (index.unique !== true) return ofExpressions(place, elements, keys, reads);
  // On a partitioned table alone it holds nothing yet.
  if (index.relation?.inh !== true) return [];
  const tests = repeats(place, {
    keys,
    reads,
    nullsDistinct: index.nulls_not_distinct !== true,
    where,
    words: elements.every((one) => one?.name !== undefined)
      ? elements.map((one) => one?.name ?? '').join(', ')
      : list.trim(),
  });
  // It may be there.
  return index.if_not_exists ? tests.map((test) => ({ ...test, isCertain: false })) : tests;
}

/** Rows of which an index cannot compute what stands in it. */
function ofExpressions(
  place: Place,
  elements: readonly (NodeOf<'IndexElem'> | undefined)[],
  keys: readonly string[],
  columns: readonly string[],
): readonly RowTest[] {
  const { table, ahead, ...scope } = place;
  const computed = keys.filter((_, at) => elements[at]?.name === undefined);
  const { reads: made } = readsOf(place, computed, columns);
  const known = ahead.known(table, columns, scope);
  return known && made ? [{ table: known.table, isCertain: known.isCertain, what: made.what, made }] : [];
}

/** Rows that repeat the values of columns. */
export function ofColumns(
  place: Place,
  { keys, nulls_not_distinct, without_overlaps }: NodeOf<'Constraint'>,
  columns: readonly string[] = strings(keys),
): readonly RowTest[] {
  const quotedKeys = columns.map((column) => quoteIdentifier(column));
  const overlap = without_overlaps
    ? { operators: columns.map((_, at) => (at === columns.length - 1 ? '&&' : '=')) }
    : {};
  return repeats(place, {
    keys: quotedKeys,
    reads: columns,
    nullsDistinct: nulls_not_distinct !== true,
    words: columns.join(', '),
    ...overlap,
  });
}

export function ofExclusion(
  constraint: NodeOf<'Constraint'>,
  text: string,
  place: Place,
): readonly RowTest[] {
  const elements = exclusionsOf(constraint.exclusions);
  const rest = after(text, 'exclude') ?? '';
  const group = groupAfter(rest, 0);
  const keys = keysOf(
    elements.map(({ element }) => element),
    group?.inside ?? '',
  );
  if (group === undefined || keys.length < elements.length) return [];
  const where = constraint.where_clause && groupAfter(rest, group.end)?.inside;
  return repeats(place, {
    keys,
    reads: [
      ...new Set([
        ...elements.flatMap(({ element }) => element?.name ?? []),
        ...columnsRead(...(constraint.exclusions ?? []), constraint.where_clause),
      ]),
    ],
    operators: elements.map(({ operator }) => operator),
    nullsDistinct: true,
    where,
    words: group.inside.trim(),
  });
}

/** Indexes and foreign keys hold for the rows of a table alone, and not for those of its children; partitions are no such. */
const ownRows = (table: Origin): string =>
  `agora_table IN (SELECT pg_catalog.to_regclass(${quoteLiteral(quoted(table))})::oid
    UNION ALL SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(${quoteLiteral(quoted(table))})))`;

/** Rows that repeat a key, the first of each left out. */
function repeats(place: Place, key: Key): readonly RowTest[] {
  const { table, ahead, ...scope } = place;
  return testOf(ahead.known(table, key.reads, scope), ({ table: origin, rows }) => {
    const columns = key.keys.map((_, at) => `k${at}`);
    const list = key.keys.map((one, at) => `(${one}) AS k${at}`);
    const conditions = [
      ownRows(origin),
      ...(key.nullsDistinct ? columns.map((one) => `${one} IS NOT NULL`) : []),
      ...(key.where === undefined ? [] : ['kept']),
    ];
    const kept = key.where === undefined ? [] : [`(${key.where}\n) AS kept`];
    const filter = ` WHERE ${conditions.join(' AND ')}`;
    const keyed = `SELECT * FROM (SELECT ${[...list, ...kept, 'agora_table', 'agora_place'].join(', ')} FROM ${rows}) AS asked${filter}`;
    const { operators } = key;
    const computed = key.where === undefined ? key.keys : [...key.keys, key.where];
    const isPlain = key.where === undefined && key.keys.every((one) => one.startsWith('"'));
    const more = { columns: key.reads, ...(isPlain ? {} : readsOf(place, computed, key.reads)) };
    return operators
      ? {
          sql: conflicting(keyed, operators),
          what: `of ${table.name} conflict with another in (${key.words}), which is excluded again`,
          ...more,
        }
      : {
          sql: `SELECT coalesce(pg_catalog.sum(n - 1), 0)::bigint AS rows FROM (SELECT pg_catalog.count(*) AS n FROM (${keyed}) AS keyed GROUP BY ${columns.join(', ')} HAVING pg_catalog.count(*) > 1) AS repeated`,
          what: `of ${table.name} repeat a value of (${key.words}), which becomes unique again`,
          ...more,
        };
  });
}

/** Rows that conflict with one before them. */
function conflicting(keyed: string, operators: readonly string[]): string {
  const same = operators.map((operator, at) => `b.k${at} ${operator} a.k${at}`).join(' AND ');
  return `WITH keyed AS MATERIALIZED (${keyed}) SELECT pg_catalog.count(*) AS rows FROM keyed AS a
    WHERE EXISTS (SELECT FROM keyed AS b WHERE ${same} AND (b.agora_table, b.agora_place) < (a.agora_table, a.agora_place))`;
}

/** Rows that refer to none. */
export function ofReference(
  key: NodeOf<'Constraint'>,
  place: Place,
  columns: readonly string[],
): readonly RowTest[] {
  const { table, ahead, ...scope } = place;
  const child = ahead.known(table, columns, scope);
  const parent = nameOf(key.pktable);
  if (!child) return [];
  const names = columns.map((column) => quoteIdentifier(column));
  const isFull = key.fk_matchtype === 'f';
  const filled = names.map((one) => `child.${one} IS NOT NULL`).join(isFull ? ' OR ' : ' AND ');
  const present = `(${filled}) AND child.${ownRows(child.table)}`;
  const from = `(${child.query}) AS child`;
  const isSelf = scope.model.key(parent) === scope.model.key(table);
  if (!isSelf && ahead.isEmpty(parent, scope)) {
    return testOf(child, () => ({
      sql: rowsWhere(from, present),
      what: `of ${table.name} have a value of (${columns.join(', ')}), which refers to ${parent.name} again, and that comes back empty`,
    })).map((test) => ({ ...test, makes: parent.name }));
  }
  const missing = (referred: readonly string[]): string | undefined => {
    const known = ahead.known(parent, referred, scope);
    if (!known || referred.length !== columns.length) return undefined;
    const pairs = referred.map(
      (one, at) => [`parent.${quoteIdentifier(one)}`, `child.${names[at] ?? ''}`] as const,
    );
    const period = key.fk_with_period === true ? pairs.at(-1) : undefined;
    const same = pairs.filter((pair) => pair !== period).map(([theirs, own]) => `${theirs} = ${own}`);
    const rows = `(${known.query}) AS parent WHERE ${[`parent.${ownRows(known.table)}`, ...same].join(' AND ')}`;
    const found = period
      ? `coalesce((SELECT pg_catalog.range_agg(${period[0]}) @> ${period[1]} FROM ${rows}), false)`
      : `EXISTS (SELECT FROM ${rows})`;
    return rowsWhere(from, `${present} AND NOT ${found}`);
  };
  const standing = ahead.known(parent, [], scope);
  if (!standing) return [];
  const primary = scope.model.table(parent)?.constraints.find(({ kind }) => kind === 'primary');
  const named = strings(key.pk_attrs);
  const given = named.length > 0 ? named : (primary?.columns ?? []);
  const sql = missing(given);
  if (given.length > 0 && sql === undefined) return [];
  return [
    {
      table: child.table,
      isCertain: child.isCertain && standing.isCertain,
      what: `of ${table.name} refer to no row of ${parent.name}, which (${columns.join(', ')}) must again`,
      question:
        given.length > 0
          ? { kind: 'count', sql: sql ?? '' }
          : { kind: 'key', of: standing.table, sql: (found) => missing(found) ?? '' },
    },
  ];
}
