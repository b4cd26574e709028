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
 * if something else bears their names afterwards. A partition whose parent goes is not listed again. A partitioned table
 * holds no rows itself: nothing goes with it as long as one of its partitions stays.
 */
export function goneBetween<T extends Standing>(before: Tables<T>, after: Tables): readonly Gone<T>[] {
  const tables: Gone<T>[] = [];
  const columns: Gone<T>[] = [];
  const outlived = outlivedByParts(before, after);
  for (const [number, from] of before) {
    const { schema, table, parent } = from;
    const there = after.get(number);
    if (!there) {
      const goesAlong =
        parent !== undefined && before.has(parent) && !after.has(parent) && !outlived.has(parent);
      if (!goesAlong && !outlived.has(number)) tables.push({ target: { schema, table }, from });
      continue;
    }
    for (const [column, name] of from.columns) {
      if (!there.columns.has(column) && !from.inherited.has(column))
        columns.push({ target: { schema, table, column: name }, from });
    }
  }
  return [...tables, ...columns];
}

/** The numbers of tables of which a partition, or one of that, is still there. */
function outlivedByParts(before: Tables, after: Tables): ReadonlySet<string> {
  const outlived = new Set<string>();
  for (const number of before.keys()) {
    if (!after.has(number)) continue;
    let parent = before.get(number)?.parent;
    while (parent !== undefined && !outlived.has(parent)) {
      outlived.add(parent);
      parent = before.get(parent)?.parent;
    }
  }
  return outlived;
}
