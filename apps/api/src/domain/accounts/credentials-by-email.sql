-- Not Prisma: one statement whether or not the address has an account, or the time of an answer would tell. A suspension ends
-- with its last ban, as in agora_status_now. Of several bans in force the one that lasts longest is told.
-- verified is never null.
-- status is never null.
SELECT u.id AS "userId", u.password_hash AS "passwordHash", u.email_verified_at IS NOT NULL AS verified,
  CASE WHEN u.status = 'SUSPENDED' AND ban.id IS NULL
      AND EXISTS (SELECT FROM bans WHERE community_id = :communityId AND user_id = u.id)
    THEN 'ACTIVE' ELSE u.status END AS status,
  ban.reason AS "banReason", ban.ends_at AS "banEndsAt"
FROM users u LEFT JOIN LATERAL (
  SELECT b.id, b.reason, b.ends_at FROM bans b
  WHERE b.community_id = :communityId AND b.user_id = u.id AND b.lifted_at IS NULL
    AND (b.ends_at IS NULL OR b.ends_at > now())
  ORDER BY b.ends_at DESC NULLS FIRST LIMIT 1
) ban ON true
WHERE u.community_id = :communityId AND u.email = :email
