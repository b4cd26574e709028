import { splitStatements } from '@agora/postgres';
import { as, each, nameOf, parseStatements, strings } from '@agora/postgres/parser';
import type { Node, RangeVar } from 'libpg-query';

import { namesOverTime, withoutCasts } from '../reading.ts';

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
  /** Rows that meet no condition kept what they had, and it is nowhere else. */
  readonly isPartial?: boolean;
  /** The value stands under this name in an object of JSON. */
  readonly field?: string;
}

/** The columns of a table, in their order: before the way forward by its old name, after it by its new one. */
export interface TableColumns {
  readonly before: (table: Table) => readonly string[];
  readonly after: (table: Table) => readonly string[];
}

type Table = Omit<ColumnName, 'column'>;

/**
 * Reads the copies in a script: by UPDATE from the same row, another table or a subquery, into an object of JSON, by
 * INSERT ... SELECT. A table that is read comes under the name that it had before, one that is written under its last
 * one. The parser must be loaded.
 */
export function copiesIn(up: string, columns: TableColumns): readonly Copy[] {
  const { statements } = parseStatements(splitStatements(up));
  const names = namesOverTime(statements);
  return statements.flatMap(({ node }, place) => {
    const listed: TableColumns = {
      before: (table) => columns.before(names.first(table, place)),
      after: (table) => columns.after(names.last(table, place)),
    };
    return [...updateCopies(node), ...insertCopies(node, listed)].map((copy) => ({
      ...copy,
      from: names.first(copy.from, place),
      to: names.last(copy.to, place),
    }));
  });
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
    const partial = isNullTest(update.whereClause) ? {} : { isPartial: true };
    if (update.fromClause === undefined) {
      const fields = fieldsOf(part.val);
      if (fields.length > 0)
        return fields.map(({ column, field }) => ({
          from: { ...target.only, column },
          to,
          field,
          ...partial,
        }));
    }
    const value = columnRef(part.val);
    if (value === undefined) return [];
    if (update.fromClause === undefined)
      return [{ from: { ...target.only, column: value.column }, to, ...partial }];
    const on = matchOf(update.whereClause, target, sources);
    return on === undefined || !sources.has(value)
      ? []
      : [{ from: { ...sources.only, column: value.column }, to, on }];
  });
}

/** The columns in `jsonb_build_object('name', column, ...)`. */
function fieldsOf(node: Node): readonly { readonly column: string; readonly field: string }[] {
  const call = as(withoutCasts(node), 'FuncCall');
  if (!/^jsonb?_build_object$/.test(strings(call?.funcname).at(-1) ?? '')) return [];
  const parts = call?.args ?? [];
  return parts.flatMap((part, place) => {
    const field = as(part, 'A_Const')?.sval?.sval;
    const value = parts[place + 1];
    const column = value === undefined ? undefined : as(value, 'ColumnRef');
    const name = strings(column?.fields).at(-1);
    return place % 2 === 1 || field === undefined || name === undefined ? [] : [{ column: name, field }];
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
function insertCopies(node: Node, columns: TableColumns): readonly Copy[] {
  const insert = as(node, 'InsertStmt');
  const query = selectOf(insert?.selectStmt);
  const [table, another] = query?.fromClause ?? [];
  const source = as(table, 'RangeVar');
  if (insert?.relation === undefined || source === undefined || another !== undefined) return [];
  if (query?.groupClause !== undefined || query?.distinctClause !== undefined) return [];
  const [from, to] = [new Relations([source]).only, new Relations([insert.relation]).only];
  const isWhole = query?.whereClause === undefined;
  const taken = insert.cols?.map((item) => as(item, 'ResTarget')?.name) ?? columns.after(to);
  const given = (query?.targetList ?? []).flatMap((item): readonly (string | undefined)[] => {
    const value = as(item, 'ResTarget')?.val;
    return isStar(value) ? columns.before(from) : [columnRef(value)?.column];
  });
  const pairs = taken.flatMap((name, place) => {
    const value = given[place];
    return name === undefined || value === undefined ? [] : [{ from: value, to: name }];
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

/** `*`, or `t.*`. */
const isStar = (node: Node | undefined): boolean =>
  (as(node, 'ColumnRef')?.fields ?? []).some((field) => as(field, 'A_Star') !== undefined);

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
