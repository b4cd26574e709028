-- Not Prisma: goes ahead of every batch of a viewer's, and raises when the access token has ended: its session was ended,
-- or all of its user's, or the account is gone or banned. What the rows of user and session do not let through is looked at
-- closely. One revoked token ends its session; no user has version -1.
SELECT CASE WHEN u.status = 'ACTIVE' AND u.token_version = :tokenVersion::int AND NOT session.ended THEN true
  ELSE agora_readmit(:communityId, :userId, CASE WHEN session.ended THEN -1 ELSE :tokenVersion::int END) END AS admitted
FROM (SELECT EXISTS (SELECT FROM refresh_tokens WHERE community_id = :communityId::uuid AND family_id = :sessionId::uuid
  AND revoked_at IS NOT NULL) AS ended) session
LEFT JOIN users u ON u.community_id = :communityId::uuid AND u.id = :userId::uuid
