import { achievements } from './achievements.ts';
import { bans } from './bans.ts';
import { channels } from './channels.ts';
import { commentLikes } from './comment-likes.ts';
import { comments } from './comments.ts';
import { communities } from './communities.ts';
import type { Factory, GeneratedRows } from './factory.ts';
import { levels } from './levels.ts';
import { media } from './media.ts';
import { oauthAccounts } from './oauth-accounts.ts';
import { pointEconomies } from './point-economies.ts';
import { pointTransactions } from './point-transactions.ts';
import { moderationEntries } from './moderation-entries.ts';
import { notifications } from './notifications.ts';
import { postFollows } from './post-follows.ts';
import { postLikes } from './post-likes.ts';
import { postRevisions } from './post-revisions.ts';
import { postTags } from './post-tags.ts';
import { posts } from './posts.ts';
import { reports } from './reports.ts';
import { tags } from './tags.ts';
import { userAchievements } from './user-achievements.ts';
import { userPreferences } from './user-preferences.ts';
import { userStatistics } from './user-statistics.ts';
import { users } from './users.ts';

/** Every seeded entity, in an order in which none refers to a later one. */
export const factories: readonly Factory[] = [
  communities,
  levels,
  achievements,
  pointEconomies,
  tags,
  channels,
  users,
  userPreferences,
  oauthAccounts,
  posts,
  postRevisions,
  postTags,
  comments,
  media,
  postLikes,
  commentLikes,
  postFollows,
  userStatistics,
  userAchievements,
  pointTransactions,
  reports,
  bans,
  notifications,
  moderationEntries,
];

/** A table that a load fills. */
export type LoadTable = Factory & { readonly generated: GeneratedRows };

/** Every generated table, in the same order. */
export const loadTables: readonly LoadTable[] = factories.filter(
  (factory): factory is LoadTable => factory.generated !== undefined,
);

/** The names of the generated tables. */
export const loadTableNames: readonly string[] = loadTables.map(({ table }) => table);

/** The names of the seeded entities. */
export const seededEntities: readonly string[] = factories.map(({ entity }) => entity);
