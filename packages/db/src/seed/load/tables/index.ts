import type { LoadTable } from './load-table.ts';
import { bans } from './bans.ts';
import { commentLikes } from './comment-likes.ts';
import { comments } from './comments.ts';
import { media } from './media.ts';
import { oauthAccounts } from './oauth-accounts.ts';
import { pointTransactions } from './point-transactions.ts';
import { postLikes } from './post-likes.ts';
import { postTags } from './post-tags.ts';
import { posts } from './posts.ts';
import { reports } from './reports.ts';
import { userAchievements } from './user-achievements.ts';
import { userPreferences } from './user-preferences.ts';
import { userStatistics } from './user-statistics.ts';
import { users } from './users.ts';

/** Every generated table, in an order in which none refers to a later one. Reference data comes from its factories. */
export const loadTables: readonly LoadTable[] = [
  users,
  userPreferences,
  oauthAccounts,
  posts,
  postTags,
  comments,
  media,
  postLikes,
  commentLikes,
  userStatistics,
  userAchievements,
  pointTransactions,
  reports,
  bans,
];

/** The names of the generated tables. */
export const tableNames: readonly string[] = loadTables.map(({ factory }) => factory.table);
