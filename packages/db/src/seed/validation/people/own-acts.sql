-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT r.community_id, r.id::text AS row, 'reported by its author ' || r.reporter_id AS detail
  FROM reports r JOIN posts p ON p.community_id = r.community_id AND p.id = r.post_id
 WHERE (:communities::uuid[] IS NULL OR r.community_id = ANY (:communities)) AND p.author_id = r.reporter_id;

SELECT r.community_id, r.id::text AS row, 'reported by its author ' || r.reporter_id AS detail
  FROM reports r JOIN comments p ON p.community_id = r.community_id AND p.id = r.comment_id
 WHERE (:communities::uuid[] IS NULL OR r.community_id = ANY (:communities)) AND p.author_id = r.reporter_id;

SELECT community_id, id::text AS row, 'of reports: reporter_id ' || reporter_id AS detail
  FROM reports t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND reporter_id = reported_user_id;

SELECT community_id, id::text AS row, 'of bans: moderator_id ' || moderator_id AS detail
  FROM bans t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND moderator_id = user_id;

SELECT community_id, id::text AS row, 'of notifications: actor_id ' || actor_id AS detail
  FROM notifications t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND actor_id = user_id;
