-- Not Prisma: the token for who registered, at one cost whoever has the address, or the time would tell. With the account just
-- made (:userId) it proves the address; with one from before it sets a password. No row: no account has the address, or
-- another has the name.
-- isNew is never null.
WITH holder AS (
  SELECT id, id = :userId::uuid AS is_new,
    (CASE WHEN id = :userId THEN 'VERIFY_EMAIL' ELSE 'RESET_PASSWORD' END)::account_token_purpose AS purpose
  FROM users WHERE community_id = :communityId AND email = :email AND status <> 'DEACTIVATED'
    AND (id = :userId OR NOT EXISTS (SELECT FROM users
      WHERE community_id = :communityId AND username = :username AND id <> :userId))
), earlier AS (
  DELETE FROM account_tokens t USING holder
  WHERE t.community_id = :communityId AND t.user_id = holder.id AND t.purpose = holder.purpose
), made AS (
  INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at)
  SELECT :communityId, :tokenId, id, purpose, :hash, :email,
    now() + CASE WHEN is_new THEN :hoursToVerify::int ELSE :hoursToReset::int END * interval '1 hour'
  FROM holder
  RETURNING community_id
)
SELECT is_new AS "isNew" FROM holder
