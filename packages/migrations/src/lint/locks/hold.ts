import type { LockMode } from './lock-mode.ts';

/** What is done to all rows of a table in use, the heaviest first: each includes what comes after it. */
export const ROW_WORK = ['rewrites the table', 'builds an index', 'reads every row'] as const;

export type RowWork = (typeof ROW_WORK)[number];

/** What a statement holds, and what it does meanwhile that takes longer the larger the table is. */
export interface Hold {
  /** The strongest lock that the statement holds on what was there before its migration. */
  readonly lock?: LockMode;
  /** The heaviest that it does to the rows of a table that was there. */
  readonly work?: RowWork;
}

/** As a column of a list, and beside a finding: "ACCESS EXCLUSIVE, rewrites the table". */
export function describeHold({ lock, work }: Hold): string {
  return [lock, work].filter((part) => part !== undefined).join(', ');
}
