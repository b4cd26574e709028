import { columnOf, type TableWith, type TwoColumns } from '../model/columns.ts';
import { checksOf, inScope, type Invariant } from '../model/invariant.ts';
import { silentWhileBannedSql } from './silent-while-banned.sql.ts';
import { suspensionSql } from './suspension.sql.ts';

/** What a user does: table, column of the user, and of the time. */
const actions = [
  ['posts', 'author_id', 'created_at'],
  ['post_revisions', 'editor_id', 'created_at'],
  ['comment_revisions', 'editor_id', 'created_at'],
  ['comments', 'author_id', 'created_at'],
  ['post_likes', 'user_id', 'created_at'],
  ['comment_likes', 'user_id', 'created_at'],
  ['reports', 'reporter_id', 'created_at'],
  ['bans', 'moderator_id', 'created_at'],
  ['notifications', 'actor_id', 'created_at'],
  ['posts', 'author_id', 'edited_at'],
  ['comments', 'author_id', 'edited_at'],
  ['reports', 'resolved_by_id', 'resolved_at'],
] as const satisfies readonly TwoColumns<TableWith<'community_id'>>[];

const WHO = columnOf('bans', 'user_id');
const FROM = columnOf('bans', 'starts_at');
const LIFTED = columnOf('bans', 'lifted_at');
const UNTIL = columnOf('bans', 'ends_at');

export const silentWhileBanned: Invariant = {
  name: 'silent-while-banned',
  summary: 'A user does nothing while a ban is in force.',
  checks: [
    ...checksOf(...silentWhileBannedSql),
    ...actions.map(
      ([table, user, at]) => `
    SELECT a.community_id, '${table} by ' || a.${user} AS row, format('at %s, banned from %s', a.${at}, b.${FROM}) AS detail
      FROM bans b JOIN ${table} a ON a.community_id = b.community_id AND a.${user} = b.${WHO}
     WHERE ${inScope('b')} AND a.${at} >= b.${FROM} AND a.${at} < least(coalesce(b.${LIFTED}, 'infinity'), coalesce(b.${UNTIL}, 'infinity'))`,
    ),
  ],
};

export const suspension: Invariant = {
  name: 'suspension',
  summary:
    'Who has a ban in force is suspended, or has left; nobody else is, but for whom one ran out and who has not come back.',
  checks: checksOf(suspensionSql),
};
