import { inScope, type Invariant } from '../model/invariant.ts';

/** What a user does: table, column of the user, which rows if not all, and when if not at creation. */
const actions = [
  ['posts', 'author_id', 'true'],
  ['post_revisions', 'editor_id', 'true'],
  ['comment_revisions', 'editor_id', 'true'],
  ['comments', 'author_id', 'true'],
  ['post_likes', 'user_id', 'true'],
  ['comment_likes', 'user_id', 'true'],
  ['reports', 'reporter_id', 'true'],
  ['bans', 'moderator_id', 'true'],
  ['moderation_entries', 'moderator_id', 'a.moderator_id <> a.target_id'],
  ['notifications', 'actor_id', 'true'],
  ['point_transactions', 'user_id', "a.reason = 'TIP_SENT'"],
  ['posts', 'author_id', 'true', 'edited_at'],
  ['comments', 'author_id', 'true', 'edited_at'],
  ['reports', 'resolved_by_id', 'true', 'resolved_at'],
] as const;

export const silentWhileBanned: Invariant = {
  name: 'silent-while-banned',
  summary: 'A user does nothing while a ban is in force.',
  checks: actions.map(
    ([table, user, which, at = 'created_at']) => `
    SELECT a.community_id, '${table} by ' || a.${user} AS row, format('at %s, banned from %s', a.${at}, b.starts_at) AS detail
      FROM bans b JOIN ${table} a ON a.community_id = b.community_id AND a.${user} = b.user_id
     WHERE ${inScope('b')} AND ${which} AND a.${at} >= b.starts_at
       AND a.${at} < least(coalesce(b.lifted_at, 'infinity'), coalesce(b.ends_at, 'infinity'))`,
  ),
};

export const suspension: Invariant = {
  name: 'suspension',
  summary:
    'Who has a ban in force is suspended, or has left; nobody else is, but for whom one ran out and who has not come back.',
  checks: [
    `
    SELECT u.community_id, u.username AS row, format('%s with %s bans in force', u.status, count(*) FILTER (WHERE b.in_force)) AS detail
      FROM users u
      LEFT JOIN (
        SELECT b.community_id, b.user_id,
               b.starts_at <= now() AND now() < least(coalesce(b.lifted_at, 'infinity'), coalesce(b.ends_at, 'infinity')) AS in_force,
               b.lifted_at IS NULL AND b.ends_at <= now() AS ran_out
          FROM bans b) b ON b.community_id = u.community_id AND b.user_id = u.id
     WHERE ${inScope('u')}
     GROUP BY u.community_id, u.id, u.username, u.status
    HAVING CASE WHEN bool_or(b.in_force) THEN u.status NOT IN ('SUSPENDED', 'DEACTIVATED')
                ELSE u.status = 'SUSPENDED' AND bool_or(b.ran_out) IS NOT TRUE END`,
  ],
};
