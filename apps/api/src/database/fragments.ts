// Parts of writing statements. Locks are always taken in this order, so that writers never wait in a circle:
// the post, the comment, the users by id, their statistics. A user's row is locked before their status is looked at:
// a ban, which locks it too, either comes first and is seen, or comes after what is written here.

/**
 * CTE `people`: the users of an SQL list, locked by id; and `actor`: the one who acts ($2), if active.
 * @param ids SQL that yields the ids, such as `$2, (SELECT author_id FROM target)`
 * @param after a CTE that locks first, where the ids do not come from it
 */
export const lockPeople = (ids: string, after?: string): string => `people AS MATERIALIZED (
    SELECT id, role, status, points FROM users WHERE community_id = $1 AND id IN (${ids})
      ${after === undefined ? '' : `AND (SELECT count(*) FROM ${after}) >= 0`} ORDER BY id FOR NO KEY UPDATE
  ), actor AS MATERIALIZED (SELECT id, role FROM people WHERE id = $2 AND status = 'ACTIVE')`;

/**
 * SQL that ends a query of `users u` who are to be told something: nobody who has left. One of them who is just leaving is
 * waited for, or waits; the foreign key of the notification alone would let it in behind them.
 */
export const whoStays = `u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u`;

/**
 * SQL whether `users u` is shown to others: not who left, and not who has yet to prove their address and was never here.
 * Anyone can register such an account, and whether it came about would tell whether the address had one before.
 */
export const isShown = `u.status <> 'DEACTIVATED' AND (u.email_verified_at IS NOT NULL OR u.last_seen_at IS NOT NULL)`;

/**
 * The status of `users u`. A suspension ends with its last ban: who was banned, and is no longer, is active again, as
 * `agora_status_now` makes it when they act.
 */
export const statusNow = `CASE WHEN u.status = 'SUSPENDED' AND EXISTS (SELECT FROM bans WHERE community_id = $1 AND user_id = u.id)
    AND NOT EXISTS (SELECT FROM bans b WHERE b.community_id = $1 AND b.user_id = u.id
      AND b.lifted_at IS NULL AND (b.ends_at IS NULL OR b.ends_at > now()))
  THEN 'ACTIVE' ELSE u.status END`;

/** The ban in force of `users u` that lasts longest, as JSON; null without one. */
export const banInForce = `(SELECT json_build_object('reason', b.reason, 'endsAt', b.ends_at) FROM bans b
  WHERE b.community_id = $1 AND b.user_id = u.id AND b.lifted_at IS NULL AND (b.ends_at IS NULL OR b.ends_at > now())
  ORDER BY b.ends_at DESC NULLS FIRST LIMIT 1)`;
