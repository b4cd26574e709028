import { inScope, type Invariant } from './invariant.ts';

/** Every reference within a community: table, column, table that it refers to. */
const references = [
  ['user_preferences', 'user_id', 'users'],
  ['user_statistics', 'user_id', 'users'],
  ['oauth_accounts', 'user_id', 'users'],
  ['user_achievements', 'user_id', 'users'],
  ['user_achievements', 'achievement_id', 'achievements'],
  ['posts', 'channel_id', 'channels'],
  ['posts', 'author_id', 'users'],
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
  ['point_transactions', 'user_id', 'users'],
  ['reports', 'reporter_id', 'users'],
  ['reports', 'post_id', 'posts'],
  ['reports', 'comment_id', 'comments'],
  ['reports', 'reported_user_id', 'users'],
  ['reports', 'resolved_by_id', 'users'],
  ['bans', 'user_id', 'users'],
  ['bans', 'moderator_id', 'users'],
] as const;

/** Rows that refer to nothing in their own community; `elsewhere` says whether another community has it. */
function dangling(elsewhere: boolean): string {
  return references
    .map(
      ([table, column, target]) => `
    SELECT c.community_id, '${table}.${column}' AS row, c.${column}::text AS detail
      FROM ${table} c
     WHERE ${inScope('c')} AND c.${column} IS NOT NULL
       AND NOT EXISTS (SELECT FROM ${target} p WHERE p.community_id = c.community_id AND p.id = c.${column})
       AND ${elsewhere ? '' : 'NOT '}EXISTS (SELECT FROM ${target} p WHERE p.id = c.${column})`,
    )
    .join(' UNION ALL ');
}

export const orphans: Invariant = {
  name: 'orphans',
  summary: 'Whatever a row refers to exists.',
  sql: dangling(false),
};

export const crossCommunity: Invariant = {
  name: 'cross-community',
  summary: 'No row refers to a row of another community.',
  sql: dangling(true),
};

/** What a ledger entry's source is kept in. */
const sources = [
  ["'POST', 'POST_LIKE'", 'posts'],
  ["'COMMENT', 'COMMENT_LIKE'", 'comments'],
  ["'ACHIEVEMENT'", 'achievements'],
  ["'USER'", 'users'],
] as const;

export const ledgerSources: Invariant = {
  name: 'ledger-sources',
  summary: 'What an entry names as its source is in the same community.',
  sql: sources
    .map(
      ([types, target]) => `
    SELECT t.community_id, t.id::text AS row, format('%s %s', t.source_type, t.source_id) AS detail
      FROM point_transactions t
     WHERE ${inScope('t')} AND t.source_type IN (${types})
       AND NOT EXISTS (SELECT FROM ${target} p WHERE p.community_id = t.community_id AND p.id = t.source_id)`,
    )
    .join(' UNION ALL '),
};
