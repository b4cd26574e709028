-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, 'refresh_tokens ' || id AS row, format('made %s, used %s, good until %s', created_at, used_at, expires_at) AS detail
  FROM refresh_tokens t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (expires_at <= created_at OR used_at < created_at);

SELECT community_id, 'account_tokens ' || id AS row, format('made %s, used %s, good until %s', created_at, used_at, expires_at) AS detail
  FROM account_tokens t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (expires_at <= created_at OR used_at < created_at);

SELECT community_id, 'oauth_grants ' || id AS row, format('made %s, used %s, good until %s', created_at, used_at, expires_at) AS detail
  FROM oauth_grants t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (expires_at <= created_at OR used_at < created_at);

SELECT community_id, 'refresh_tokens ' || id AS row, format('made %s, revoked %s', created_at, revoked_at) AS detail
  FROM refresh_tokens t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (revoked_at < created_at OR used_at > expires_at);

-- Several of its tokens may be good: a browser renews one from all its tabs at once.
SELECT community_id, 'session ' || family_id AS row,
       format('%s users', count(DISTINCT user_id)) AS detail
  FROM refresh_tokens t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
 GROUP BY community_id, family_id HAVING count(DISTINCT user_id) > 1;

SELECT community_id, 'oauth_grants ' || id AS row, 'used, and has tokens still' AS detail
  FROM oauth_grants t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND used_at IS NOT NULL AND num_nonnulls(access_token, refresh_token) > 0;
