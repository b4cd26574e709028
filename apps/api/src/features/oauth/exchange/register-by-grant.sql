-- Not Prisma: a new account without a password, its address verified by the provider, under the first of the usernames that
-- is free, with its preferences and statistics in one statement. The unique keys decide between two at once.
WITH free AS (
  SELECT name FROM unnest(:usernames::text[]) WITH ORDINALITY proposed(name, place)
  WHERE NOT EXISTS (SELECT FROM users WHERE community_id = :communityId AND username = name) ORDER BY place LIMIT 1
), made AS (
  INSERT INTO users (community_id, id, email, username, display_name, email_verified_at)
  SELECT :communityId, :userId, :email, name, coalesce(nullif(:displayName, ''), name), now() FROM free
  RETURNING id, username
), preference AS (
  INSERT INTO user_preferences (community_id, user_id) SELECT :communityId, id FROM made
  RETURNING community_id
), statistics AS (
  INSERT INTO user_statistics (community_id, user_id) SELECT :communityId, id FROM made
  RETURNING community_id
)
SELECT username FROM made
