-- Not Prisma: goes in the one round trip of a page, and looks into the texts: usernames that a post or its thread mentions,
-- of those who have a profile; perhaps more, as code is read, too.
SELECT u.username FROM users u WHERE u.community_id = :communityId
  AND u.status <> 'DEACTIVATED' AND (u.email_verified_at IS NOT NULL OR u.last_seen_at IS NOT NULL)
  AND u.username IN (
    SELECT lower(name[1]) FROM (
      SELECT body FROM posts WHERE community_id = :communityId AND id = :postId
      UNION ALL
      SELECT body FROM comments WHERE community_id = :communityId AND post_id = :postId AND status = 'PUBLISHED') text,
      regexp_matches(text.body, '@([a-z0-9_]{3,30})', 'gi') name
    WHERE text.body LIKE '%@%')
