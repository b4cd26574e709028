-- Not Prisma: uses a one-time code up for who knows the verifier of its challenge, and answers what the provider vouched for
-- with the tokens that are taken out by it; locked, so that of two who send it one gets them. No row: it is good for nothing.
UPDATE oauth_grants SET used_at = now(), access_token = NULL, refresh_token = NULL
FROM (
  SELECT id AS taken, access_token AS access, refresh_token AS refresh FROM oauth_grants
  WHERE community_id = :communityId AND code_hash = :codeHash FOR UPDATE
) before
WHERE community_id = :communityId AND id = taken AND code_challenge = :challenge AND purpose = :purpose::oauth_purpose
  AND used_at IS NULL AND expires_at > now()
RETURNING provider, provider_account_id AS "accountId", email, email_verified AS "emailVerified", handle,
  display_name AS "displayName", access AS "accessToken", refresh AS "refreshToken", token_expires_at AS "expiresAt",
  key_version AS "keyVersion"
