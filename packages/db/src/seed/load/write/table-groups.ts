import { ROWS_PER_USER } from '../plan/estimate.ts';
import type { LoadTable } from '../tables/load-table.ts';
import { loadTables } from '../tables/index.ts';

/**
 * What a row costs, generated and stored, in the time of a ledger entry; 1 unless named. Measured at scale 1 on
 * PostgreSQL 15: posts are dear by their full-text column.
 */
const COST: Readonly<Record<string, number>> = {
  posts: 14,
  comments: 1.7,
  post_likes: 0.5,
  comment_likes: 0.5,
};

/** Written by one thread, which then is the only one to derive a ledger. */
const FROM_OUTCOME: ReadonlySet<string> = new Set([
  'point_transactions',
  'users',
  'user_statistics',
  'user_achievements',
]);

/** Whether any of the tables holds what follows from the ledger. */
export function needOutcome(tables: readonly LoadTable[]): boolean {
  return tables.some(({ factory }) => FROM_OUTCOME.has(factory.table));
}

/** A table's part of the time that writing all of them takes. */
export function shareOf(table: string): number {
  return cost(table) / costOf(loadTables);
}

/** Divides the tables among threads, so that each has about the same to do. There may be fewer groups than threads. */
export function tableGroups(threads: number, tables: readonly LoadTable[]): LoadTable[][] {
  const groups = Array.from({ length: threads }, (): LoadTable[] => []);
  const units = [
    tables.filter(({ factory }) => FROM_OUTCOME.has(factory.table)),
    ...tables.filter(({ factory }) => !FROM_OUTCOME.has(factory.table)).map((table) => [table]),
  ].toSorted((a, b) => costOf(b) - costOf(a));
  for (const unit of units) groups.toSorted((a, b) => costOf(a) - costOf(b))[0]!.push(...unit);
  return groups.filter((group) => group.length > 0);
}

function cost(table: string): number {
  return ROWS_PER_USER[table]! * (COST[table] ?? 1);
}

function costOf(tables: readonly LoadTable[]): number {
  return tables.reduce((sum, { factory }) => sum + cost(factory.table), 0);
}
