-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- Argon2id in PHC format, version 19 (RFC 9106): memory, passes and lanes, salt and hash in base64 without padding.
SELECT community_id, username AS row, 'a password hash that is no argon2id in PHC format' AS detail
  FROM users t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND password_hash !~ '^\$argon2id\$v=19\$m=[1-9][0-9]*,t=[1-9][0-9]*,p=[1-9][0-9]*\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,}$';

SELECT community_id, username AS row, 'avatar ' || avatar AS detail
  FROM users t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND avatar !~ '^(https://[^@[:space:]/?#]+([/?#][^[:space:]]*)?|/[^[:space:]]*)$';

-- A language tag (RFC 5646): language, script, region, variants, extensions, private use.
SELECT community_id, user_id::text AS row, 'locale ' || locale AS detail
  FROM user_preferences t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND locale !~* '^([a-z]{2,3}|[a-z]{5,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?$';

WITH used AS MATERIALIZED (SELECT DISTINCT time_zone FROM user_preferences t
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))),
     unknown AS MATERIALIZED (SELECT time_zone FROM used
       WHERE NOT EXISTS (SELECT FROM pg_timezone_names z WHERE lower(z.name) = lower(used.time_zone)))
SELECT t.community_id, t.user_id::text AS row, 'time zone ' || t.time_zone AS detail
  FROM user_preferences t JOIN unknown USING (time_zone)
   WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities));

-- One that was uploaded is served at an address of its owner's.
SELECT community_id, username AS row, 'avatar ' || avatar AS detail
  FROM users t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND avatar LIKE '/%' AND avatar !~ ('^/c/' || community_id || '/users/' || id || '/avatar/b[a-z2-7]{58}$');
