-- Not Prisma: uses a refresh token up and makes the next of its family. Locks the user first, as ending all sessions does,
-- then the token: of two at once one gets through, unless there is a leeway. What is made while its session is being ended is
-- no good, for another is revoked.
-- :device may be null.
WITH holder AS MATERIALIZED (
  SELECT id, status FROM users WHERE community_id = :communityId
    AND id = (SELECT user_id FROM refresh_tokens WHERE community_id = :communityId AND token_hash = :presented)
  FOR NO KEY UPDATE
), presented AS MATERIALIZED (
  SELECT * FROM refresh_tokens WHERE community_id = :communityId AND token_hash = :presented
    AND (SELECT count(*) FROM holder) > 0 FOR UPDATE
), good AS (
  SELECT p.*, now() AS time FROM presented p JOIN holder u ON u.id = p.user_id AND u.status = 'ACTIVE'
  -- A rival who began later may have used it in the future of this transaction.
  WHERE (p.used_at IS NULL OR :leewaySeconds::int > 0 AND p.used_at > now() - :leewaySeconds * interval '1 second')
    AND p.expires_at > now()
    AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.community_id = :communityId AND t.family_id = p.family_id AND t.revoked_at IS NOT NULL)
), used AS (
  UPDATE refresh_tokens t SET used_at = coalesce(t.used_at, good.time) FROM good
  WHERE t.community_id = :communityId AND t.id = good.id
), next AS (
  INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at, device, by_passkey)
  SELECT :communityId, :nextId, user_id, family_id, :nextHash, now() + :days::int * interval '1 day',
    coalesce(:device, device), by_passkey FROM good
  RETURNING id
)
SELECT CASE
  WHEN EXISTS (SELECT FROM next) THEN NULL
  WHEN EXISTS (SELECT FROM presented WHERE used_at IS NOT NULL) THEN 'auth.refresh_token_reused'
  WHEN EXISTS (SELECT FROM presented, holder WHERE status <> 'ACTIVE' AND revoked_at IS NULL AND expires_at > now())
    THEN 'auth.account_inactive'
  ELSE 'auth.invalid_refresh_token' END AS refused
