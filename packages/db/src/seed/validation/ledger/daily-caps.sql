-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT d.community_id, d.user_id::text AS row, format('%s entries for %s on %s', d.entries, d.reason, d.day) AS detail
  FROM (
    SELECT community_id, user_id, reason, (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS entries
      FROM point_transactions t
     WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND reason IN ('POST', 'COMMENT', 'LIKE_GIVEN', 'LIKE_RECEIVED')
     GROUP BY 1, 2, 3, 4
  ) d JOIN point_economies e USING (community_id)
 WHERE d.entries > CASE d.reason WHEN 'POST' THEN e.daily_posts WHEN 'COMMENT' THEN e.daily_comments ELSE e.daily_likes END;
