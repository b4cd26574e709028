-- Not Prisma: follows the one round trip of a page that mentions somebody; of these usernames those who have a profile.
SELECT u.username FROM users u WHERE u.community_id = :communityId AND u.username = ANY (:usernames::text[])
  AND u.status <> 'DEACTIVATED' AND (u.email_verified_at IS NOT NULL OR u.last_seen_at IS NOT NULL)
