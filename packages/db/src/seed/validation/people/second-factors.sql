-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT r.community_id, 'recovery_codes of ' || r.user_id AS row,
       format('%s, asked for since %s', count(*), f.enabled_at) AS detail
  FROM recovery_codes r LEFT JOIN two_factors f ON f.community_id = r.community_id AND f.user_id = r.user_id
 WHERE (:communities::uuid[] IS NULL OR r.community_id = ANY (:communities)) GROUP BY r.community_id, r.user_id, f.enabled_at
HAVING f.enabled_at IS NULL OR count(*) > 10;

-- One step for the clock of the person, one for that of the API.
SELECT community_id, 'two_factors of ' || user_id AS row, 'last code of step ' || last_step AS detail
  FROM two_factors t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND last_step > extract(epoch FROM now()) / 30 + 2;
