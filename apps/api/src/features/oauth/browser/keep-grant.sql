-- Not Prisma: the server's clock says how long what a provider vouched for is kept, as it judges that later. No row:
-- another answer with the same state was faster. Those older than any sign-in under way (flowSeconds) go.
-- :email may be null.
-- :accessToken may be null.
-- :refreshToken may be null.
-- :expiresIn may be null.
WITH swept AS (
  DELETE FROM oauth_grants
  WHERE community_id = :communityId AND created_at < now() - 2 * :flowSeconds::int * interval '1 second'
)
INSERT INTO oauth_grants (community_id, id, purpose, state_hash, code_hash, code_challenge, provider, provider_account_id,
  email, email_verified, handle, display_name, access_token, refresh_token, expires_at, token_expires_at, key_version)
VALUES (:communityId, :id, :purpose::oauth_purpose, :stateHash, :codeHash, :challenge, :provider, :accountId,
  :email, :emailVerified, :handle, :displayName, :accessToken, :refreshToken,
  now() + :codeSeconds::int * interval '1 second', now() + :expiresIn::float8 * interval '1 second', :keyVersion)
ON CONFLICT (community_id, state_hash) DO NOTHING RETURNING id
