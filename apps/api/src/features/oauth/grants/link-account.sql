-- Not Prisma: links a provider's account, or renews its tokens where it is linked to the same user. No row: it is another's,
-- or who asks is just leaving: the lock makes one wait for the other.
-- :accessToken may be null.
-- :refreshToken may be null.
-- :expiresAt may be null.
INSERT INTO oauth_accounts AS a (community_id, id, user_id, provider, provider_account_id, access_token, refresh_token,
  expires_at, key_version)
SELECT :communityId, :id, u.id, :provider, :accountId, :accessToken, :refreshToken, :expiresAt::timestamptz, :keyVersion
FROM users u WHERE u.community_id = :communityId AND u.id = :userId AND u.status <> 'DEACTIVATED' FOR KEY SHARE
ON CONFLICT (community_id, provider, provider_account_id) DO UPDATE SET access_token = excluded.access_token,
  refresh_token = excluded.refresh_token, expires_at = excluded.expires_at, key_version = excluded.key_version,
  updated_at = excluded.updated_at
WHERE a.user_id = excluded.user_id
RETURNING a.id, a.provider, a.created_at AS "createdAt"
