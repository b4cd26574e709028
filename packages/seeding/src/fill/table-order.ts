import type { FillableTable } from '@agora/catalog';

/** Tables in an order in which each comes after those it points at, as far as circles allow. */
export function inOrder(tables: readonly FillableTable[]): FillableTable[] {
  const byOid = new Map(tables.map((table) => [table.oid, table]));
  const ordered: FillableTable[] = [];
  const state = new Map<number, 'open' | 'done'>();
  const visit = (table: FillableTable, onlyRequired: boolean): void => {
    if (state.get(table.oid) !== undefined) return;
    state.set(table.oid, 'open');
    for (const key of table.foreignKeys) {
      const required = key.columns.every(
        (name) => table.columns.find((column) => column.name === name)?.notNull === true,
      );
      const target = byOid.get(key.target);
      if (target !== undefined && (required || !onlyRequired)) visit(target, onlyRequired || !required);
    }
    state.set(table.oid, 'done');
    ordered.push(table);
  };
  for (const table of tables) visit(table, false);
  return ordered;
}
