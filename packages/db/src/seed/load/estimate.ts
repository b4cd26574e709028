import { communitiesOf, USERS_PER_SCALE } from './scale.ts';

/** Measured at scale 1 on PostgreSQL 18 and two cores; rows and bytes grow in proportion, time nearly so. */
const ROWS_PER_USER = 196;
const BYTES_PER_ROW = 380;
const ROWS_PER_SECOND = 150_000;

export interface LoadEstimate {
  users: number;
  communities: number;
  rows: number;
  /** Tables and indexes together. */
  bytes: number;
  seconds: number;
}

/** About what a load of a scale will take, for a dry run. */
export function estimateLoad(scale: number): LoadEstimate {
  const users = Math.round(scale * USERS_PER_SCALE);
  const rows = users * ROWS_PER_USER;
  return {
    users,
    communities: communitiesOf(scale).length,
    rows,
    bytes: rows * BYTES_PER_ROW,
    seconds: rows / ROWS_PER_SECOND,
  };
}
