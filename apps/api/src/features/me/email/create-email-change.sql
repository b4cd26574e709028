-- Not Prisma: ends earlier tokens and makes the next by one clock, that of the server, by which they are judged later too;
-- one round trip with the lock of the user ahead of it. No row: the password that was proved (its hash) has been changed
-- since, the account is not active, or the address is its own. taken: an account has the address, and no token is made.
-- taken is never null.
WITH holder AS (
  SELECT u.id, u.email, EXISTS (SELECT FROM users o WHERE o.community_id = :communityId AND o.email = :email) AS taken
  FROM users u
  WHERE u.community_id = :communityId AND u.id = :userId AND u.status = 'ACTIVE' AND u.password_hash = :provedHash
    AND u.email <> :email
), earlier AS (
  DELETE FROM account_tokens t USING holder
  WHERE t.community_id = :communityId AND t.user_id = holder.id AND t.purpose = 'VERIFY_EMAIL'
), made AS (
  INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at)
  SELECT :communityId, :tokenId, id, 'VERIFY_EMAIL', :hash, :email, now() + :hours::int * interval '1 hour'
  FROM holder WHERE NOT taken
)
SELECT email AS "currentEmail", taken FROM holder
