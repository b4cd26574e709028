-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT community_id, 'moderation_entries ' || id AS row, 'details are of the type ' || jsonb_typeof(details) AS detail
  FROM moderation_entries t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND jsonb_typeof(details) <> 'object';

-- Posts and comments that the team may act on stay; channels and tags are removed.
SELECT e.community_id, 'moderation_entries ' || e.id AS row, format('%s of %s, which is not there', e.action, e.target_id) AS detail
  FROM moderation_entries e
  LEFT JOIN posts p ON p.community_id = e.community_id AND p.id = e.target_id
  LEFT JOIN comments c ON c.community_id = e.community_id AND c.id = e.target_id
 WHERE (:communities::uuid[] IS NULL OR e.community_id = ANY (:communities))
   AND CASE split_part(e.action, '.', 1) WHEN 'post' THEN p.id IS NULL WHEN 'comment' THEN c.id IS NULL END;

SELECT u.community_id, 'moderation_undos of ' || u.entry_id AS row, format('by %s of %s, of an act of %s', undoing.action, undoing.created_at, act.created_at) AS detail
  FROM moderation_undos u
  JOIN moderation_entries act ON act.community_id = u.community_id AND act.id = u.entry_id
  JOIN moderation_entries undoing ON undoing.community_id = u.community_id AND undoing.id = u.undo_id
 WHERE (:communities::uuid[] IS NULL OR u.community_id = ANY (:communities))
   AND (undoing.action <> 'act.undo' OR undoing.created_at < act.created_at);

SELECT e.community_id, 'moderation_entries ' || e.id AS row, 'undoes nothing' AS detail
  FROM moderation_entries e
 WHERE (:communities::uuid[] IS NULL OR e.community_id = ANY (:communities)) AND e.action = 'act.undo'
   AND NOT EXISTS (SELECT FROM moderation_undos u WHERE u.community_id = e.community_id AND u.undo_id = e.id);

SELECT e.community_id, 'moderation_entries ' || e.id AS row, format('%s, and there is no ban %s', e.action, e.details ->> 'ban') AS detail
  FROM moderation_entries e
 WHERE (:communities::uuid[] IS NULL OR e.community_id = ANY (:communities)) AND e.details ->> 'ban' IS NOT NULL
   AND NOT EXISTS (SELECT FROM bans b WHERE b.community_id = e.community_id AND b.id::text = e.details ->> 'ban');

-- The time of an act is of the clock of the API, that of its effects of the database's.
SELECT f.community_id, 'moderation_effects of ' || f.entry_id AS row,
       format('of %s, at %s, by an act of %s', f.target_id, f.created_at, e.created_at) AS detail
  FROM moderation_effects f
  JOIN moderation_entries e ON e.community_id = f.community_id AND e.id = f.entry_id
  LEFT JOIN posts p ON p.community_id = f.community_id AND p.id = f.target_id
  LEFT JOIN comments c ON c.community_id = f.community_id AND c.id = f.target_id
  LEFT JOIN reports r ON r.community_id = f.community_id AND r.id = f.target_id
 WHERE (:communities::uuid[] IS NULL OR f.community_id = ANY (:communities))
   AND (f.created_at < e.created_at - interval '5 minutes' OR num_nonnulls(p.id, c.id, r.id) = 0);
