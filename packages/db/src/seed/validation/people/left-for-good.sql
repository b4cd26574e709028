-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, username AS row, 'has a name, an address, a role, a password, a picture or a text still' AS detail
  FROM users u WHERE (:communities::uuid[] IS NULL OR u.community_id = ANY (:communities)) AND status = 'DEACTIVATED'
   AND (password_hash IS NOT NULL OR avatar IS NOT NULL OR bio <> '' OR role <> 'MEMBER' OR email NOT LIKE '%@deleted.invalid'
     OR username NOT LIKE 'deleted\_%' OR num_nonnulls(email_verified_at, last_seen_at) > 0);

SELECT u.community_id, u.username AS row, 'is in posts' AS detail
  FROM users u WHERE (:communities::uuid[] IS NULL OR u.community_id = ANY (:communities)) AND u.status = 'DEACTIVATED'
   AND EXISTS (SELECT FROM posts t WHERE t.community_id = u.community_id AND t.author_id = u.id AND t.status = 'DRAFT');
