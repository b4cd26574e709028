-- Not Prisma: comments refer to the paths of those above them, so all move in one statement: the chosen ones and those below,
-- which lose so many ids of the front of their paths. Where they were is kept beside the act.
WITH chosen AS (
  SELECT * FROM unnest(:rootPaths::bytea[], :strips::int[]) AS r(path, strip)
), moved AS MATERIALIZED (
  SELECT c.id, c.path, c.accepted_at, substring(c.path FROM 16 * r.strip + 1) AS new_path FROM chosen r
  JOIN comments c ON c.community_id = :communityId AND c.post_id = :postId
    AND substring(c.path FOR octet_length(r.path)) = r.path AND octet_length(c.path) > 16 * r.strip
), kept AS (
  INSERT INTO moderation_effects (community_id, entry_id, target_id, before)
  SELECT :communityId, :entryId, id, jsonb_build_object('path', encode(path, 'hex'), 'acceptedAt', accepted_at) FROM moved
  RETURNING community_id
), told AS (
  UPDATE notifications n SET post_id = :newPostId FROM moved
  WHERE n.community_id = :communityId AND n.comment_id = moved.id
), changed AS (
  UPDATE comments c SET post_id = :newPostId, path = m.new_path, depth = octet_length(m.new_path) / 16 - 1,
    parent_path = nullif(substring(m.new_path FOR octet_length(m.new_path) - 16), ''),
    parent_id = CASE WHEN octet_length(m.new_path) > 16 THEN c.parent_id END,
    parent_created_at = CASE WHEN octet_length(m.new_path) > 16 THEN c.parent_created_at END,
    accepted_at = NULL
  FROM moved m WHERE c.community_id = :communityId AND c.id = m.id RETURNING c.id
)
SELECT count(*)::int AS moved FROM changed
