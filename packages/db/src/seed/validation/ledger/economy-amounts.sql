-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT t.community_id, t.id::text AS row, format('%s of %s points', t.reason, t.amount) AS detail
  FROM point_transactions t LEFT JOIN point_economies e ON e.community_id = t.community_id
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND t.amount IS DISTINCT FROM CASE t.reason
     WHEN 'WELCOME' THEN e.welcome_bonus WHEN 'POST' THEN e.post WHEN 'COMMENT' THEN e.comment
     WHEN 'LIKE_GIVEN' THEN e.like_given WHEN 'LIKE_RECEIVED' THEN e.like_received
     WHEN 'ANSWER_ACCEPTED' THEN e.answer_accepted ELSE t.amount END;
