-- Not Prisma: both entries of the ledger and the notice in one statement, with both users locked in the order of their ids,
-- so that a balance is looked at when nobody else can move it.
-- balance is never null.
WITH receiver AS (
  SELECT id FROM users WHERE community_id = :communityId AND username = :to
    AND status <> 'DEACTIVATED' AND (email_verified_at IS NOT NULL OR last_seen_at IS NOT NULL)
), people AS MATERIALIZED (
  SELECT id, status, points FROM users
  WHERE community_id = :communityId AND id IN (:userId, (SELECT id FROM receiver)) ORDER BY id FOR NO KEY UPDATE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE id = :userId AND status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM receiver) THEN 'resource.not_found'
    WHEN (SELECT id FROM receiver) = :userId THEN 'points.tip_to_self'
    WHEN (SELECT points FROM people WHERE id = :userId) < :amount::int THEN 'points.insufficient' END AS refused
), sent AS (
  SELECT agora_pay(:communityId, :userId, :sentId, -:amount::int, 'TIP_SENT',
    'tip:' || :tipId::uuid || ':sent', 'USER', receiver.id) AS balance
  FROM verdict, receiver WHERE refused IS NULL
), received AS (
  SELECT agora_pay(:communityId, receiver.id, :receivedId, :amount::int, 'TIP_RECEIVED',
    'tip:' || :tipId::uuid || ':received', 'USER', :userId) AS balance
  FROM sent, receiver
), told AS (
  INSERT INTO notifications (community_id, id, user_id, kind, actor_id)
  SELECT :communityId, :noticeId, receiver.id, 'TIP', :userId FROM received, receiver
  RETURNING community_id
)
SELECT refused, coalesce((SELECT sent.balance FROM sent, received), 0) AS balance FROM verdict
