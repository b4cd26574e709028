-- Not Prisma: where the comments that an act moved are by now: `elsewhere` counts those that have left the post they went to,
-- or moved in it, `answered` the comments there that came after, `uprooted` those that have nowhere to go back to.
-- elsewhere is never null.
-- answered is never null.
-- uprooted is never null.
WITH moved AS MATERIALIZED (
  SELECT target_id AS id, decode(before ->> 'path', 'hex') AS path FROM moderation_effects
  WHERE community_id = :communityId AND entry_id = :entryId
)
SELECT
  (SELECT count(*) FROM moved m WHERE NOT EXISTS (SELECT FROM comments c WHERE c.community_id = :communityId
    AND c.id = m.id AND c.post_id = :newPostId AND substring(m.path FROM octet_length(m.path) - octet_length(c.path) + 1) = c.path))::int AS elsewhere,
  (SELECT count(*) FROM comments c WHERE c.community_id = :communityId AND c.post_id = :newPostId
    AND c.id NOT IN (SELECT id FROM moved) AND (:all::bool OR c.parent_id IN (SELECT id FROM moved)))::int AS answered,
  (SELECT count(*) FROM moved m WHERE octet_length(m.path) > 16
    AND NOT EXISTS (SELECT FROM moved above WHERE above.path = substring(m.path FOR octet_length(m.path) - 16))
    AND NOT EXISTS (SELECT FROM comments c WHERE c.community_id = :communityId AND c.post_id = :postId
      AND c.path = substring(m.path FOR octet_length(m.path) - 16)))::int AS uprooted
