-- Not Prisma: the last step of a transaction that waits for the store of media, longer than Prisma would let it. The same
-- bytes once more change at most the text that stands for them.
-- :width may be null.
-- :height may be null.
-- :altText may be null.
-- created is never null.
INSERT INTO media AS m (community_id, id, post_id, cid, mime_type, bytes, width, height, alt_text)
VALUES (:communityId, :mediumId, :postId, :cid, :mimeType, :bytes, :width, :height, coalesce(:altText, ''))
ON CONFLICT (community_id, post_id, cid) DO UPDATE SET alt_text = coalesce(:altText, m.alt_text), updated_at = excluded.updated_at
RETURNING m.id = :mediumId AS created, m.id, m.cid, m.mime_type AS "mimeType", m.bytes, m.width, m.height,
  m.alt_text AS "altText"
