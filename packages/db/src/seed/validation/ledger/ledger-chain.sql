-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, id::text AS row,
       format('entry %s of user %s: balance %s after %s and %s', sequence, user_id, balance_after, before, amount) AS detail
  FROM (
    SELECT t.*, coalesce(lag(balance_after) OVER own, 0) AS before,
           coalesce(lag(sequence) OVER own, 0) AS previous, lag(created_at) OVER own AS earlier
      FROM point_transactions t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
    WINDOW own AS (PARTITION BY community_id, user_id ORDER BY sequence)
  ) chained
 WHERE sequence <> previous + 1 OR balance_after <> before + amount OR balance_after < 0 OR created_at < earlier;
