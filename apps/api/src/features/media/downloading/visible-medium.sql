-- Not Prisma: every picture of a page asks for it. Thousands of posts may have one medium: one that everybody sees is
-- enough, and only without one are the others looked at, by the rule of a post's own page.
-- :viewerId may be null.
-- :sessionId may be null.
-- mimeType is never null.
-- bytes is never null.
-- shared is never null.
SELECT mime_type AS "mimeType", bytes, shared FROM (
  (SELECT m.mime_type, m.bytes, true AS shared
  FROM media m JOIN posts p ON p.community_id = :communityId AND p.id = m.post_id
  WHERE m.community_id = :communityId AND m.cid = :cid AND p.status IN ('PUBLISHED', 'ARCHIVED') LIMIT 1)
  UNION ALL
  (SELECT m.mime_type, m.bytes, false AS shared
  FROM media m JOIN posts p ON p.community_id = :communityId AND p.id = m.post_id
  WHERE m.community_id = :communityId AND m.cid = :cid
    AND (p.status IN ('PUBLISHED', 'ARCHIVED') OR p.author_id = :viewerId
      OR (p.status = 'HIDDEN' AND EXISTS (SELECT FROM users v
        WHERE v.community_id = :communityId AND v.id = :viewerId AND v.role <> 'MEMBER' AND v.status = 'ACTIVE')
        AND NOT agora_lacks_second_factor(:communityId, :viewerId, :sessionId)))
  LIMIT 1)
) found LIMIT 1
