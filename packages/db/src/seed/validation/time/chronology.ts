import type { ForumColumns } from '../../../sql/forum-columns.ts';
import {
  columnOf,
  type OneColumn,
  type TableWith,
  type ThreeColumns,
  type TwoColumns,
} from '../model/columns.ts';
import { checksOf, inScope, type Invariant } from '../model/invariant.ts';
import { joinedBeforeCommunitySql } from './joined-before-community.sql.ts';

/** What a user did, when: table, column of the user, column of the time. */
const actions = [
  ['posts', 'author_id', 'created_at'],
  ['comments', 'author_id', 'created_at'],
  ['post_likes', 'user_id', 'created_at'],
  ['comment_likes', 'user_id', 'created_at'],
  ['post_follows', 'user_id', 'created_at'],
  ['point_transactions', 'user_id', 'created_at'],
  ['oauth_accounts', 'user_id', 'created_at'],
  ['reports', 'reporter_id', 'created_at'],
  ['user_achievements', 'user_id', 'earned_at'],
  ['reports', 'resolved_by_id', 'resolved_at'],
  ['bans', 'moderator_id', 'starts_at'],
  ['bans', 'user_id', 'starts_at'],
  ['moderation_entries', 'moderator_id', 'created_at'],
  ['post_revisions', 'editor_id', 'created_at'],
  ['notifications', 'actor_id', 'created_at'],
  ['notifications', 'user_id', 'created_at'],
  ['refresh_tokens', 'user_id', 'created_at'],
  ['account_tokens', 'user_id', 'created_at'],
  ['passkeys', 'user_id', 'created_at'],
] as const satisfies readonly TwoColumns<TableWith<'community_id'>>[];

/** Tables whose rows belong to one, and those that they belong to. */
type Child = TableWith<'community_id' | 'created_at'>;
type Parent = TableWith<'community_id' | 'id' | 'created_at'>;

/** What cannot be older than what it belongs to: child, its reference, parent. */
const belongings = [
  ['comments', 'post_id', 'posts'],
  ['comments', 'parent_id', 'comments'],
  ['post_likes', 'post_id', 'posts'],
  ['comment_likes', 'comment_id', 'comments'],
  ['post_follows', 'post_id', 'posts'],
  ['media', 'post_id', 'posts'],
  ['post_revisions', 'post_id', 'posts'],
  ['comment_revisions', 'comment_id', 'comments'],
  ['holds', 'post_id', 'posts'],
  ['comment_holds', 'comment_id', 'comments'],
  ['comment_announcements', 'comment_id', 'comments'],
  ['post_tags', 'post_id', 'posts'],
  ['reports', 'post_id', 'posts'],
  ['reports', 'comment_id', 'comments'],
  ['reports', 'reported_user_id', 'users'],
  ['notifications', 'post_id', 'posts'],
  ['notifications', 'comment_id', 'comments'],
] as const satisfies readonly { [Table in Child]: readonly [Table, ForumColumns[Table], Parent] }[Child][];

/** What comes after what in one row: table, name of the row, earlier time, later time. */
const orders = [
  ['users', 'username', 'created_at', 'email_verified_at'],
  ['users', 'username', 'created_at', 'last_seen_at'],
  ['posts', 'id', 'created_at', 'edited_at'],
  ['comments', 'id', 'created_at', 'edited_at'],
  ['comments', 'id', 'created_at', 'accepted_at'],
  ['reports', 'id', 'created_at', 'resolved_at'],
  ['bans', 'id', 'starts_at', 'ends_at'],
  ['bans', 'id', 'starts_at', 'lifted_at'],
  ['notifications', 'id', 'created_at', 'read_at'],
  ['passkeys', 'id', 'created_at', 'last_used_at'],
  ['two_factors', 'user_id', 'created_at', 'enabled_at'],
  ['user_achievements', 'user_id', 'created_at', 'earned_at'],
] as const satisfies readonly ThreeColumns<TableWith<'community_id'>>[];

/** Tables whose rows know when they were made and changed last, and the name of the row. */
const dated = [
  // A reply is as young as its parent, whose clock may have been ahead of that of its own transaction.
  ['users', 'username'],
  ['posts', 'id'],
  ['reports', 'id'],
  ['bans', 'id'],
  ['media', 'id'],
  ['user_achievements', 'user_id'],
  ['user_statistics', 'user_id'],
  ['user_preferences', 'user_id'],
] as const satisfies readonly OneColumn<TableWith<'community_id' | 'created_at' | 'updated_at'>>[];

const JOINED = columnOf('users', 'created_at');

export const joinedBeforeActing: Invariant = {
  name: 'joined-before-acting',
  summary: 'Nobody acts or is acted upon before joining, nor joins before the community began.',
  checks: [
    ...checksOf(joinedBeforeCommunitySql),
    ...actions.map(
      ([table, user, time]) => `
    SELECT a.community_id, '${table} by ' || a.${user} AS row,
           format('at %s, joined at %s', a.${time}, u.${JOINED}) AS detail
      FROM ${table} a JOIN users u ON u.community_id = a.community_id AND u.id = a.${user}
     WHERE ${inScope('a')} AND a.${time} < u.${JOINED}`,
    ),
  ],
};

export const chronology: Invariant = {
  name: 'chronology',
  summary:
    'No reply before its parent, no like, tag, file or report before what it is about, no edit, answer or end before the beginning.',
  checks: [
    ...belongings.map(
      ([child, column, parent]) => `
    SELECT c.community_id, '${child} on ' || c.${column} AS row,
           format('at %s, but that is of %s', c.created_at, p.created_at) AS detail
      FROM ${child} c JOIN ${parent} p ON p.community_id = c.community_id AND p.id = c.${column}
     WHERE ${inScope('c')} AND c.created_at < p.created_at`,
    ),
    ...[...orders, ...dated.map(([table, key]) => [table, key, 'created_at', 'updated_at'] as const)].map(
      ([table, key, earlier, later]) => `
    SELECT community_id, '${table} ' || ${key} AS row, format('${later} %s, ${earlier} %s', ${later}, ${earlier}) AS detail
      FROM ${table} t WHERE ${inScope('t')} AND ${later} < ${earlier}`,
    ),
  ],
};
