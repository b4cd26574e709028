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

/** SQL that builds an `Author` from a row of users under the alias `u`. */
export const authorJson = `json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name,
  'avatar', u.avatar, 'role', u.role)`;

/** The same as columns, for `row_to_json`. */
export const authorColumns = 'u.id, u.username, u.display_name AS "displayName", u.avatar, u.role';

/**
 * SQL whether `users u` is shown to others: not who left, and not who has yet to prove their address and was never here.
 * Anyone can register such an account, and whether it came about would tell whether the address had one before.
 */
export const isShown = `u.status <> 'DEACTIVATED' AND (u.email_verified_at IS NOT NULL OR u.last_seen_at IS NOT NULL)`;

/**
 * SQL of a row's version: when it was last edited, in milliseconds; what If-Match is compared with. `extract` would
 * reckon in numeric, which takes three times as long; a double holds milliseconds exactly until the year 287396.
 */
export const versionOf = (alias: string): string =>
  `(date_part('epoch', ${alias}.updated_at) * 1000)::bigint`;

/** SQL pairs that a post's summary and its page share, from `p` (posts), `ch` (channels) and `u` (its author). */
export const postFields = `'version', ${versionOf('p')}, 'id', p.id, 'title', p.title, 'status', p.status, 'pinned', p.pinned,
  'channel', json_build_object('id', ch.id, 'slug', ch.slug, 'name', ch.name),
  'author', ${authorJson},
  'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour) ORDER BY t.slug), '[]')
    FROM post_tags pt JOIN tags t ON t.community_id = $1 AND t.id = pt.tag_id
    WHERE pt.community_id = $1 AND pt.post_id = p.id),
  'viewCount', p.view_count, 'likeCount', p.like_count, 'commentCount', p.comment_count,
  'createdAt', p.created_at, 'editedAt', p.edited_at, 'lastActivityAt', p.last_activity_at`;

/** Joins of a post with its channel and author. */
export const postJoins = `JOIN channels ch ON ch.community_id = $1 AND ch.id = p.channel_id
  JOIN users u ON u.community_id = $1 AND u.id = p.author_id`;

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
