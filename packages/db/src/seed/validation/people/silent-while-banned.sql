-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- Of the log, what a person did to others; of the ledger, what a person gave.
SELECT a.community_id, 'moderation_entries by ' || a.moderator_id AS row, format('at %s, banned from %s', a.created_at, b.starts_at) AS detail
  FROM bans b JOIN moderation_entries a ON a.community_id = b.community_id AND a.moderator_id = b.user_id
 WHERE (:communities::uuid[] IS NULL OR b.community_id = ANY (:communities)) AND a.moderator_id <> a.target_id
   AND a.created_at >= b.starts_at AND a.created_at < least(coalesce(b.lifted_at, 'infinity'), coalesce(b.ends_at, 'infinity'));

SELECT a.community_id, 'point_transactions by ' || a.user_id AS row, format('at %s, banned from %s', a.created_at, b.starts_at) AS detail
  FROM bans b JOIN point_transactions a ON a.community_id = b.community_id AND a.user_id = b.user_id
 WHERE (:communities::uuid[] IS NULL OR b.community_id = ANY (:communities)) AND a.reason = 'TIP_SENT'
   AND a.created_at >= b.starts_at AND a.created_at < least(coalesce(b.lifted_at, 'infinity'), coalesce(b.ends_at, 'infinity'));
