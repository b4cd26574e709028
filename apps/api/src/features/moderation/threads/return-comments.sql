-- Not Prisma: comments go back to where an act took them from, in one statement, as they refer to each other's paths.
WITH moved AS MATERIALIZED (
  SELECT target_id AS id, decode(before ->> 'path', 'hex') AS path, (before ->> 'acceptedAt')::timestamptz AS accepted_at
  FROM moderation_effects WHERE community_id = :communityId AND entry_id = :entryId
), placed AS MATERIALIZED (
  SELECT m.*, above.id AS parent_id, above.created_at AS parent_created_at FROM moved m
  LEFT JOIN comments above ON above.community_id = :communityId AND above.id = CASE WHEN octet_length(m.path) > 16
    THEN encode(substring(m.path FROM octet_length(m.path) - 31 FOR 16), 'hex')::uuid END
), told AS (
  UPDATE notifications n SET post_id = :postId FROM moved WHERE n.community_id = :communityId AND n.comment_id = moved.id
), changed AS (
  UPDATE comments c SET post_id = :postId, path = p.path, depth = octet_length(p.path) / 16 - 1,
    parent_path = nullif(substring(p.path FOR octet_length(p.path) - 16), ''),
    parent_id = p.parent_id, parent_created_at = p.parent_created_at,
    accepted_at = CASE WHEN c.status = 'PUBLISHED' AND NOT EXISTS (SELECT FROM comments other
      WHERE other.community_id = :communityId AND other.post_id = :postId AND other.accepted_at IS NOT NULL)
      THEN p.accepted_at END
  FROM placed p WHERE c.community_id = :communityId AND c.id = p.id RETURNING c.id
)
SELECT count(*)::int AS moved FROM changed
