-- Not Prisma: finds who is due a mail and claims it in one statement, so that of several servers one sends it. Ids are made in
-- order of time: what is older than `since` is not looked at. A digest is of the day or week before; who wants none gets a
-- mail soon after, unless they have read it.
-- key is never null.
-- postTitle may be null.
WITH due AS MATERIALIZED (
  SELECT n.user_id, n.id, CASE wanted.digest
    WHEN 'DAILY' THEN 'mail DAILY ' || to_char(now() - interval '1 day', 'YYYY-MM-DD')
    WHEN 'WEEKLY' THEN 'mail WEEKLY ' || to_char(now() - interval '7 days', 'IYYY-IW')
    ELSE 'mail ' || n.id END AS key
  FROM notifications n
  JOIN users u ON u.community_id = :communityId AND u.id = n.user_id AND u.status = 'ACTIVE' AND u.email_verified_at IS NOT NULL
  LEFT JOIN user_preferences p ON p.community_id = :communityId AND p.user_id = n.user_id
  CROSS JOIN LATERAL (SELECT coalesce(p.digest, 'WEEKLY') AS digest) wanted
  WHERE n.community_id = :communityId AND n.id >= :since AND n.read_at IS NULL AND n.kind = ANY (:kinds::notification_kind[])
    AND coalesce(p.email_notifications, true)
    AND (n.kind <> 'FOLLOWED' OR EXISTS (SELECT FROM post_follows f
      WHERE f.community_id = :communityId AND f.post_id = n.post_id AND f.user_id = n.user_id))
    AND CASE wanted.digest
      WHEN 'DAILY' THEN n.created_at >= date_trunc('day', now()) - interval '1 day' AND n.created_at < date_trunc('day', now())
      WHEN 'WEEKLY' THEN n.created_at >= date_trunc('week', now()) - interval '7 days' AND n.created_at < date_trunc('week', now())
      ELSE n.created_at >= now() - interval '1 day' AND n.created_at < now() - interval '2 minutes' END
), unsent AS (
  SELECT due.* FROM due WHERE NOT EXISTS (SELECT FROM idempotency_keys k
    WHERE k.community_id = :communityId AND k.user_id = due.user_id AND k.key = due.key)
), now_mailed AS (
  SELECT DISTINCT user_id FROM unsent ORDER BY user_id LIMIT :people
), claimed AS (
  INSERT INTO idempotency_keys (community_id, user_id, key, fingerprint, status)
  SELECT DISTINCT :communityId::uuid, user_id, key, sha256(convert_to(key, 'UTF8')), 201 FROM unsent JOIN now_mailed USING (user_id)
  ON CONFLICT DO NOTHING RETURNING user_id, key
)
SELECT u.id AS "userId", u.email, unsent.key, n.kind, n.post_id AS "postId", n.comment_id AS "commentId",
  actor.display_name AS "actorName",
  CASE WHEN post.status IN ('PUBLISHED', 'ARCHIVED') THEN post.title END AS "postTitle"
FROM claimed JOIN unsent USING (user_id, key)
JOIN notifications n ON n.community_id = :communityId AND n.id = unsent.id
JOIN users u ON u.community_id = :communityId AND u.id = unsent.user_id
JOIN users actor ON actor.community_id = :communityId AND actor.id = n.actor_id
LEFT JOIN posts post ON post.community_id = :communityId AND post.id = n.post_id
ORDER BY u.id, n.id
