-- Not Prisma: one cost whoever has the address, or the time would tell. Says what is taken; nothing and no account: a
-- rival is being created at this moment. Where only the address is taken, an account that nobody can log in to keeps the
-- name: else a free name would tell.
-- emailTaken is never null.
-- usernameTaken is never null.
WITH taken AS (
  SELECT coalesce(bool_or(email = :email), false) AS email, coalesce(bool_or(username = :username), false) AS username
  FROM users WHERE community_id = :communityId AND (email = :email OR username = :username)
), made AS (
  INSERT INTO users (community_id, id, email, username, display_name, password_hash)
  SELECT :communityId, :userId, CASE WHEN taken.email THEN gen_random_uuid() || '@reserved.invalid' ELSE :email END,
    :username, CASE WHEN taken.email THEN 'Reserved' ELSE :displayName END,
    CASE WHEN taken.email THEN NULL ELSE :passwordHash END
  FROM taken WHERE NOT taken.username
  ON CONFLICT DO NOTHING RETURNING id
), preference AS (
  INSERT INTO user_preferences (community_id, user_id) SELECT :communityId, id FROM made
  RETURNING community_id
), statistics AS (
  INSERT INTO user_statistics (community_id, user_id) SELECT :communityId, id FROM made
  RETURNING community_id
)
SELECT taken.email AS "emailTaken", taken.username AS "usernameTaken" FROM taken
