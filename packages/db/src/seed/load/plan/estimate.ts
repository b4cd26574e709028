import { communitiesOf, USERS_PER_SCALE } from '../../simulation/scale.ts';

/** Rows of each table for one user: counted at scales 1 to 4, between which they differ by no more than 3 %. */
export const ROWS_PER_USER: Readonly<Record<string, number>> = {
  users: 1,
  user_preferences: 1,
  oauth_accounts: 0.05,
  posts: 2.5,
  post_tags: 5,
  comments: 22.4,
  media: 0.1,
  post_likes: 26.5,
  comment_likes: 17.6,
  user_statistics: 1,
  user_achievements: 5.58,
  point_transactions: 114.7,
  reports: 0.048,
  bans: 0.004,
};
/** Rows of the reference data of one community. */
const REFERENCE_ROWS: Readonly<Record<string, number>> = {
  communities: 1,
  levels: 5,
  achievements: 7,
  point_economies: 1,
  tags: 10,
  channels: 5,
};
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

function times(each: Readonly<Record<string, number>>, factor: number): [string, number][] {
  return Object.entries(each).map(([table, count]) => [table, Math.round(count * factor)]);
}

/** About what a load of a scale will take, for a dry run. */
export function estimateLoad(scale: number): LoadEstimate {
  const users = Math.round(scale * USERS_PER_SCALE);
  const communities = communitiesOf(scale).length;
  const counts = [...times(REFERENCE_ROWS, communities), ...times(ROWS_PER_USER, users)];
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
