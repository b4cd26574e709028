import type { LossTarget } from '../project/directives.ts';

/** A table that stands in a database. */
export interface Standing {
  readonly schema: string;
  readonly table: string;
  /** Of a partition: the number of its parent. */
  readonly parent?: string;
  /** Columns that hold something, and are not computed: by number. */
  readonly columns: ReadonlyMap<string, string>;
  /** Of these, the ones that come from a parent and go only with its own. */
  readonly inherited: ReadonlySet<string>;
}

/** The tables of one database, by number (OID). */
export type Tables<T extends Standing = Standing> = ReadonlyMap<string, T>;

/** A table or column that is no more, by its name from before. */
export interface Gone<T extends Standing = Standing> {
  readonly target: LossTarget & { readonly schema: string };
  /** The table as it stood. */
  readonly from: T;
}

/**
 * Tables and columns that are dropped on the way from one state of a database to another, matched by number, so even
 * if something else bears their names afterwards. A partition whose parent goes is not listed again.
 */
export function goneBetween<T extends Standing>(before: Tables<T>, after: Tables): readonly Gone<T>[] {
  const tables: Gone<T>[] = [];
  const columns: Gone<T>[] = [];
  for (const [number, from] of before) {
    const { schema, table, parent } = from;
    const there = after.get(number);
    if (!there) {
      const goesAlong = parent !== undefined && before.has(parent) && !after.has(parent);
      if (!goesAlong) tables.push({ target: { schema, table }, from });
      continue;
    }
    for (const [column, name] of from.columns) {
      if (!there.columns.has(column) && !from.inherited.has(column))
        columns.push({ target: { schema, table, column: name }, from });
    }
  }
  return [...tables, ...columns];
}
