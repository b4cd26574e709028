-- Not Prisma: makes the first token of a session, whose id names its family, under the user's lock and in one round trip.
-- None is made when the account is not active, or the password that was proved (its hash; null: none was) has been changed
-- since, nor where a code is asked for and none came.
-- :passwordHash may be null.
-- :tokenVersion may be null.
-- :device may be null.
WITH holder AS MATERIALIZED (
  SELECT id FROM users WHERE community_id = :communityId AND id = :userId AND status = 'ACTIVE'
    AND (:passwordHash::text IS NULL OR password_hash = :passwordHash)
    AND (:tokenVersion::int IS NULL OR token_version = :tokenVersion)
    AND (:codeProved::bool OR NOT EXISTS (
      SELECT FROM two_factors WHERE community_id = :communityId AND user_id = :userId AND enabled_at IS NOT NULL))
  FOR NO KEY UPDATE
)
INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at, device, by_passkey)
SELECT :communityId, :tokenId, id, :tokenId, :hash, now() + :days::int * interval '1 day', :device,
  :byPasskey FROM holder
RETURNING id
