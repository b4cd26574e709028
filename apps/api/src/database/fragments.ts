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
