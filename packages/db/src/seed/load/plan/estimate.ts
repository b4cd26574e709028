import type { Factory } from '../../factories/factory.ts';
import { factories } from '../../factories/index.ts';
import { quietForum } from '../../factories/quiet-forum.ts';
import { communitiesOf, USERS_PER_SCALE } from '../../simulation/scale.ts';

/** Measured at scales 1 to 51 on PostgreSQL 15 and two cores; bytes and time grow in proportion to rows. */
const BYTES_PER_ROW = 345;
const ROWS_PER_SECOND = 300_000;

export interface LoadEstimate {
  users: number;
  communities: number;
  rows: number;
  /** Rows by table. */
  tables: Readonly<Record<string, number>>;
  /** Tables and indexes together. */
  bytes: number;
  seconds: number;
}

/** About what a load of a scale will take, for a dry run. */
export function estimateLoad(scale: number): LoadEstimate {
  const users = Math.round(scale * USERS_PER_SCALE);
  const communities = communitiesOf(scale).length;
  const counts = factories.map((factory): [string, number] => [
    factory.table,
    estimateRows([factory], communities, users),
  ]);
  const rows = counts.reduce((sum, [, count]) => sum + count, 0);
  return {
    users,
    communities,
    rows,
    tables: Object.fromEntries(counts),
    bytes: rows * BYTES_PER_ROW,
    seconds: rows / ROWS_PER_SECOND,
  };
}

/** About how many rows so many communities, with so many users together, have in some tables. */
export function estimateRows(tables: readonly Factory[], communities: number, users: number): number {
  return tables.reduce(
    (sum, table) =>
      sum + table.count(quietForum) * communities + Math.round((table.generated?.perUser ?? 0) * users),
    0,
  );
}
