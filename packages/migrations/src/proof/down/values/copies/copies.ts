import { splitStatements } from '@agora/postgres';
import { as, each, nameOf, parseStatements, strings } from '@agora/postgres/parser';
import type { Node, RangeVar } from 'libpg-query';

import { finalNames, withoutCasts } from './reading.ts';

/** A column of a table, by the names that the way forward uses. */
export interface ColumnName {
  readonly schema?: string | undefined;
  readonly table: string;
  readonly column: string;
}

/** Values that the way forward put from one column into another, unchanged but perhaps for their type. */
export interface Copy {
  readonly from: ColumnName;
  /** Under the name that it has in the end. */
  readonly to: ColumnName;
  /** The columns by which rows of the two tables were matched; absent within one row. */
  readonly on?: { readonly from: string; readonly to: string };
  /** All rows of the one table went into the other. */
  readonly isWhole?: boolean;
}

/**
 * Reads the copies in a script: `UPDATE t SET a = b`, `UPDATE t SET a = s.b FROM s WHERE s.k = t.f`,
 * `UPDATE t SET a = (SELECT b FROM s WHERE s.k = t.f)`, `INSERT INTO t (a, f) SELECT b, k FROM s`. The parser must be
 * loaded.
 */
export function copiesIn(up: string): readonly Copy[] {
  const { statements } = parseStatements(splitStatements(up));
  const finalName = finalNames(statements);
  return statements
    .flatMap(({ node }) => [...updateCopies(node), ...insertCopies(node)])
    .map((copy) => ({
      ...copy,
      to: { ...copy.to, column: finalName(copy.to.table, copy.to.column) },
    }));
}

function updateCopies(node: Node): readonly Copy[] {
  const update = as(node, 'UpdateStmt');
  if (update?.relation === undefined) return [];
  const target = new Relations([update.relation]);
  const sources = new Relations((update.fromClause ?? []).flatMap((one) => as(one, 'RangeVar') ?? []));
  if ((update.fromClause ?? []).length > 1) return [];
  return (update.targetList ?? []).flatMap((item): Copy[] => {
    const part = as(item, 'ResTarget');
    if (part?.name === undefined || part.val === undefined) return [];
    const to = { ...target.only, column: part.name };
    const query = as(as(part.val, 'SubLink')?.subselect, 'SelectStmt');
    if (query !== undefined) return [...lookup(to, target, query)];
    const value = columnRef(part.val);
    if (value === undefined) return [];
    if (update.fromClause === undefined)
      return isNullTest(update.whereClause) ? [{ from: { ...target.only, column: value.column }, to }] : [];
    const on = matchOf(update.whereClause, target, sources);
    return on === undefined || !sources.has(value)
      ? []
      : [{ from: { ...sources.only, column: value.column }, to, on }];
  });
}

/** `(SELECT b FROM s WHERE s.k = t.f)` as the value of a column of t. */
function lookup(
  to: ColumnName,
  target: Relations,
  query: NonNullable<ReturnType<typeof selectOf>>,
): readonly Copy[] {
  const [table, another] = query.fromClause ?? [];
  const source = as(table, 'RangeVar');
  const value = columnRef(as(query.targetList?.[0], 'ResTarget')?.val);
  if (source === undefined || another !== undefined || value === undefined) return [];
  const sources = new Relations([source]);
  const on = matchOf(query.whereClause, target, sources);
  return on === undefined ? [] : [{ from: { ...sources.only, column: value.column }, to, on }];
}

const selectOf = (node: Node | undefined) => as(node, 'SelectStmt');

/** Every column but the one that the rows are matched by, for each one that may be it. */
function insertCopies(node: Node): readonly Copy[] {
  const insert = as(node, 'InsertStmt');
  const query = selectOf(insert?.selectStmt);
  const [table, another] = query?.fromClause ?? [];
  const source = as(table, 'RangeVar');
  if (insert?.relation === undefined || source === undefined || another !== undefined) return [];
  if (query?.groupClause !== undefined || query?.distinctClause !== undefined) return [];
  const [from, to] = [new Relations([source]).only, new Relations([insert.relation]).only];
  const isWhole = query?.whereClause === undefined;
  const pairs = (insert.cols ?? []).flatMap((item, place) => {
    const name = as(item, 'ResTarget')?.name;
    const value = columnRef(as(query?.targetList?.[place], 'ResTarget')?.val);
    return name === undefined || value === undefined ? [] : [{ from: value.column, to: name }];
  });
  return pairs.flatMap((pair) =>
    pairs
      .filter((key) => key !== pair)
      .map((key) => ({
        from: { ...from, column: pair.from },
        to: { ...to, column: pair.to },
        on: key,
        isWhole,
      })),
  );
}

interface Reference {
  readonly table?: string | undefined;
  readonly column: string;
}

/** The tables that a statement looks at, and what it calls them. */
class Relations {
  readonly #names: ReadonlySet<string>;
  /** The one table. */
  readonly only: { readonly schema?: string | undefined; readonly table: string };

  constructor(relations: readonly RangeVar[]) {
    this.#names = new Set(relations.flatMap(({ relname, alias }) => alias?.aliasname ?? relname ?? []));
    const { schema, name: table } = nameOf(relations[0]);
    this.only = { table, ...(schema === undefined ? {} : { schema }) };
  }

  has({ table }: Reference): boolean {
    return table !== undefined && this.#names.has(table);
  }
}

function columnRef(node: Node | undefined): Reference | undefined {
  const names = strings(as(node && withoutCasts(node), 'ColumnRef')?.fields);
  const column = names.at(-1);
  return column === undefined ? undefined : { table: names.at(-2), column };
}

/** The equality of a column of the target with one of the source; an unqualified one is the source's. */
function matchOf(
  where: Node | undefined,
  target: Relations,
  sources: Relations,
): { readonly from: string; readonly to: string } | undefined {
  for (const { kind, name, lexpr, rexpr } of each(where, 'A_Expr')) {
    const [a, b] = [columnRef(lexpr), columnRef(rexpr)];
    if (kind !== 'AEXPR_OP' || strings(name).join('.') !== '=' || !a || !b) continue;
    if (target.has(b) && !target.has(a)) return { from: a.column, to: b.column };
    if (target.has(a) && (sources.has(b) || b.table === undefined)) return { from: b.column, to: a.column };
  }
  return undefined;
}

/** Absent, or only about NULL: a row left out had nothing to copy. */
const isNullTest = (where: Node | undefined): boolean =>
  where === undefined || as(where, 'NullTest') !== undefined;
