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

/** SQL assignments that count one more published post or comment of today. */
export const countActivity = (counter: 'posts' | 'comments'): string => `${counter} = s.${counter} + 1,
    streak_days = CASE (now() AT TIME ZONE 'UTC')::date - s.last_active_on WHEN 0 THEN s.streak_days WHEN 1 THEN s.streak_days + 1 ELSE 1 END,
    last_active_on = (now() AT TIME ZONE 'UTC')::date, updated_at = now()`;

/**
 * SQL that ends a query of `users u` who are to be told something: nobody who has left. One of them who is just leaving is
 * waited for, or waits; the foreign key of the notification alone would let it in behind them.
 */
export const whoStays = `u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u`;
