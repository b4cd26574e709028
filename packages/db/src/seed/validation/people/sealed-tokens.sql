-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- AES-256-GCM in base64url: a nonce of 12 bytes, at least one of ciphertext, a tag of 16; nothing that a provider gives out.
SELECT community_id, 'oauth_accounts ' || id AS row, 'something that is not sealed, or under key version ' || key_version AS detail
  FROM oauth_accounts t
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (key_version < 1 OR access_token !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(access_token) % 4 = 1
     OR refresh_token !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(refresh_token) % 4 = 1);

SELECT community_id, 'oauth_grants ' || id AS row, 'something that is not sealed, or under key version ' || key_version AS detail
  FROM oauth_grants t
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (key_version < 1 OR access_token !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(access_token) % 4 = 1
     OR refresh_token !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(refresh_token) % 4 = 1);

SELECT community_id, 'two_factors ' || user_id AS row, 'something that is not sealed, or under key version ' || key_version AS detail
  FROM two_factors t
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (key_version < 1 OR secret !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(secret) % 4 = 1);
