-- Not Prisma: read through a cursor: a load makes more than fit into memory.
-- community is never null.
-- :communities may be null.
-- version is never null.
-- name is never null.
-- untouched is never null.
SELECT t.community_id AS community, t.id AS "account", 'oauth_accounts ' || t.id AS name, t.key_version AS version,
       t.access_token AS "accessToken", t.refresh_token AS "refreshToken", t.updated_at = t.created_at AS untouched
  FROM oauth_accounts t
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND num_nonnulls(t.access_token, t.refresh_token) > 0
UNION ALL
SELECT community_id, NULL, 'two_factors ' || user_id, key_version, secret, NULL, false
  FROM two_factors t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
