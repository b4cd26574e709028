import type { FillableTable, TableForeignKey } from '@agora/catalog';

/**
 * Tables in an order in which each comes after those that its rows must point at, and as far as circles allow after
 * those that they may point at. What may point at a table that comes later is set afterwards.
 */
export function inOrder(tables: readonly FillableTable[]): FillableTable[] {
  const known = new Set(tables.map(({ oid }) => oid));
  const left = new Set(tables);
  const placed = new Set<number>();
  const isOpen = (table: FillableTable, { target }: TableForeignKey): boolean =>
    target !== table.oid && known.has(target) && !placed.has(target);
  /** One that must be there weighs more than any number of those that may. */
  const weight = (table: FillableTable): number =>
    table.foreignKeys
      .filter((key) => isOpen(table, key))
      .reduce((sum, key) => sum + (isRequiredKey(table, key) ? 1000 : 1), 0);
  const ordered: FillableTable[] = [];
  while (left.size > 0) {
    let next: FillableTable | undefined;
    let least = Infinity;
    for (const table of left) {
      const own = weight(table);
      if (own < least) [next, least] = [table, own];
      if (own === 0) break;
    }
    if (next === undefined) break;
    left.delete(next);
    placed.add(next.oid);
    ordered.push(next);
  }
  return ordered;
}

/** Whether every row must point somewhere by this key. */
export const isRequiredKey = (table: FillableTable, key: TableForeignKey): boolean =>
  key.columns.every((name) => table.columns.find((column) => column.name === name)?.notNull === true);
