-- Not Prisma: goes in the one round trip of a page: who reads it, and whether news wait. A hundred of them are counted.
-- :userId may be null.
-- theme is never null.
-- unread is never null.
SELECT u.id, u.username, u.display_name AS "displayName", u.avatar, u.role, u.points,
  coalesce(p.theme, 'system') AS theme,
  (SELECT count(*) FROM (SELECT FROM notifications n
    WHERE n.community_id = :communityId AND n.user_id = u.id AND n.read_at IS NULL
      AND n.kind = ANY (:kinds::notification_kind[]) LIMIT 100) news)::int AS unread
FROM users u LEFT JOIN user_preferences p ON p.community_id = :communityId AND p.user_id = u.id
WHERE u.community_id = :communityId AND u.id = :userId
