-- Not Prisma: goes in the write of a post that may have to wait: hides it, if it is not hidden, and notes why, in one statement.
-- :reason may be null.
WITH hidden AS (
  UPDATE posts SET status = 'HIDDEN' WHERE community_id = :communityId AND id = :postId AND status = 'PUBLISHED'
    AND :reason::hold_reason IS NOT NULL
)
INSERT INTO holds (community_id, post_id, reason)
SELECT :communityId, id, :reason FROM posts
WHERE community_id = :communityId AND id = :postId AND status <> 'DRAFT' AND :reason IS NOT NULL
ON CONFLICT (community_id, post_id) DO NOTHING
