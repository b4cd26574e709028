import type { ForumColumns } from '../../../sql/forum-columns.ts';
import type { ForumTable, TableWith } from './columns.ts';
import { inScope, type Invariant } from './invariant.ts';

/** Tables of a community. */
type Referring = TableWith<'community_id'>;

/** Tables that others refer to. */
type Referred = TableWith<'community_id' | 'id'>;

/** Every reference within a community: table, column, table that it refers to. A test compares it with the catalog. */
export const references = [
  ['user_preferences', 'user_id', 'users'],
  ['user_statistics', 'user_id', 'users'],
  ['oauth_accounts', 'user_id', 'users'],
  ['refresh_tokens', 'user_id', 'users'],
  ['account_tokens', 'user_id', 'users'],
  ['two_factors', 'user_id', 'users'],
  ['recovery_codes', 'user_id', 'users'],
  ['passkeys', 'user_id', 'users'],
  ['idempotency_keys', 'user_id', 'users'],
  ['user_achievements', 'user_id', 'users'],
  ['user_achievements', 'achievement_id', 'achievements'],
  ['posts', 'channel_id', 'channels'],
  ['posts', 'author_id', 'users'],
  ['post_revisions', 'post_id', 'posts'],
  ['post_revisions', 'editor_id', 'users'],
  ['post_tags', 'post_id', 'posts'],
  ['post_tags', 'tag_id', 'tags'],
  ['comments', 'post_id', 'posts'],
  ['comments', 'author_id', 'users'],
  ['comments', 'parent_id', 'comments'],
  ['media', 'post_id', 'posts'],
  ['post_likes', 'post_id', 'posts'],
  ['post_likes', 'user_id', 'users'],
  ['comment_likes', 'comment_id', 'comments'],
  ['comment_likes', 'user_id', 'users'],
  ['post_follows', 'post_id', 'posts'],
  ['post_follows', 'user_id', 'users'],
  ['point_transactions', 'user_id', 'users'],
  ['notifications', 'user_id', 'users'],
  ['notifications', 'actor_id', 'users'],
  ['notifications', 'post_id', 'posts'],
  ['notifications', 'comment_id', 'comments'],
  ['reports', 'reporter_id', 'users'],
  ['reports', 'post_id', 'posts'],
  ['reports', 'comment_id', 'comments'],
  ['reports', 'reported_user_id', 'users'],
  ['reports', 'resolved_by_id', 'users'],
  ['bans', 'user_id', 'users'],
  ['bans', 'moderator_id', 'users'],
  ['moderation_entries', 'moderator_id', 'users'],
  ['moderation_effects', 'entry_id', 'moderation_entries'],
  ['moderation_undos', 'entry_id', 'moderation_entries'],
  ['moderation_undos', 'undo_id', 'moderation_entries'],
  ['comment_revisions', 'comment_id', 'comments'],
  ['comment_revisions', 'editor_id', 'users'],
  ['holds', 'post_id', 'posts'],
  ['comment_holds', 'comment_id', 'comments'],
  ['comment_announcements', 'comment_id', 'comments'],
  ['queue_claims', 'moderator_id', 'users'],
  ['purges', 'admin_id', 'users'],
] as const satisfies readonly {
  [Table in Referring]: readonly [Table, ForumColumns[Table], Referred];
}[Referring][];

/** Tables that belong to a community and to nothing else in it: all others reach it through these. */
const roots = [
  'users',
  'channels',
  'levels',
  'achievements',
  'tags',
  'point_economies',
  'oauth_grants',
] as const satisfies readonly Referring[];

/** Every table of the forum. */
export const forumTables: readonly string[] = [
  ...new Set<string>(['communities', ...roots, ...references.map(([table]) => table)]),
];

/** Rest of the primary key, for tables without an id. */
const keys: { readonly [Table in ForumTable]?: readonly ForumColumns[Table][] } = {
  comment_announcements: ['comment_id'],
  comment_holds: ['comment_id'],
  comment_likes: ['comment_id', 'user_id'],
  holds: ['post_id'],
  idempotency_keys: ['user_id', 'key'],
  moderation_effects: ['entry_id', 'target_id'],
  moderation_undos: ['entry_id'],
  point_economies: ['community_id'],
  post_follows: ['post_id', 'user_id'],
  post_likes: ['post_id', 'user_id'],
  post_tags: ['post_id', 'tag_id'],
  queue_claims: ['target_id'],
  recovery_codes: ['user_id', 'code_hash'],
  two_factors: ['user_id'],
  user_achievements: ['user_id', 'achievement_id'],
  user_preferences: ['user_id'],
  user_statistics: ['user_id'],
};

/** SQL that names a row of `table` by what it is looked up with. */
function named(table: ForumTable): string {
  return `'${table} ' || concat_ws(', ', ${(keys[table] ?? (['id'] satisfies [ForumColumns[Referred]])).map((column) => `c.${column}`).join(', ')})`;
}

/** Rows that refer to nothing in their own community; `elsewhere` says whether another community has it. */
function dangling(elsewhere: boolean): string[] {
  return references.map(
    // In steps, so that however much dangles, each is one join by hash: ids alone have no index.
    ([table, column, target]) => `
    WITH dangling AS MATERIALIZED (
      SELECT c.community_id, ${named(table)} AS row, c.${column} AS target FROM ${table} c
       WHERE ${inScope('c')} AND c.${column} IS NOT NULL
         AND NOT EXISTS (SELECT FROM ${target} p WHERE p.community_id = c.community_id AND p.id = c.${column})
    ), anywhere AS MATERIALIZED (
      SELECT DISTINCT p.id FROM ${target} p WHERE p.id IN (SELECT target FROM dangling)
    )
    SELECT d.community_id, d.row, '${column} ' || d.target AS detail
      FROM dangling d LEFT JOIN anywhere a ON a.id = d.target WHERE a.id IS ${elsewhere ? 'NOT ' : ''}NULL`,
  );
}

export const orphans: Invariant = {
  name: 'orphans',
  summary: 'Whatever a row refers to exists, its community included.',
  checks: [
    ...dangling(false),
    ...roots.map(
      (table) => `
    SELECT c.community_id, ${named(table)} AS row, 'community_id ' || c.community_id AS detail
      FROM ${table} c
     WHERE ${inScope('c')} AND NOT EXISTS (SELECT FROM communities p WHERE p.id = c.community_id)`,
    ),
  ],
};

export const crossCommunity: Invariant = {
  name: 'cross-community',
  summary: 'No row refers to a row of another community.',
  checks: dangling(true),
};
