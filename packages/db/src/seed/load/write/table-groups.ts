import { type LoadTable, loadTables } from '../../factories/index.ts';

/** Whether any of the tables holds what follows from the economy. */
export function needOutcome(tables: readonly LoadTable[]): boolean {
  return tables.some(({ generated }) => generated.fromEconomy);
}

/** A table's part of the time that writing all of them takes. */
export function shareOf(name: string): number {
  return costOf(loadTables.filter(({ table }) => table === name)) / costOf(loadTables);
}

/** Divides the tables among threads, so that each has about the same to do. There may be fewer groups than threads. */
export function tableGroups(threads: number, tables: readonly LoadTable[]): LoadTable[][] {
  const groups = Array.from({ length: threads }, (): LoadTable[] => []);
  const units = [
    tables.filter(({ generated }) => generated.fromEconomy),
    ...tables.filter(({ generated }) => !generated.fromEconomy).map((table) => [table]),
  ].toSorted((a, b) => costOf(b) - costOf(a));
  for (const unit of units) groups.toSorted((a, b) => costOf(a) - costOf(b))[0]!.push(...unit);
  return groups.filter((group) => group.length > 0);
}

function costOf(tables: readonly LoadTable[]): number {
  return tables.reduce((sum, { generated }) => sum + generated.perUser * generated.cost, 0);
}
