-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- The two keys of a tip differ in their last part.
SELECT coalesce(s.community_id, r.community_id) AS community_id, coalesce(s.tip, r.tip) AS row,
       format('%s sent %s to %s, who received %s of %s', coalesce(s.user_id, r.source_id), coalesce(-s.amount, 0),
         coalesce(r.user_id, s.source_id), coalesce(r.amount, 0), coalesce(r.source_id::text, 'nobody')) AS detail
  FROM
  (SELECT community_id, user_id, source_id, amount, regexp_replace(idempotency_key, ':(sent|received)$', '') AS tip
     FROM point_transactions t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND reason = 'TIP_SENT') s
  FULL JOIN
  (SELECT community_id, user_id, source_id, amount, regexp_replace(idempotency_key, ':(sent|received)$', '') AS tip
     FROM point_transactions t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND reason = 'TIP_RECEIVED') r ON r.community_id = s.community_id AND r.tip = s.tip
 WHERE (s.user_id, s.source_id, -s.amount) IS DISTINCT FROM (r.source_id, r.user_id, r.amount);
