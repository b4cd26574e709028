-- Not Prisma: goes in the write of a post that has to wait: hides it, if it is not hidden, and notes why, in one statement.
WITH hidden AS (
  UPDATE posts SET status = 'HIDDEN' WHERE community_id = :communityId AND id = :postId AND status = 'PUBLISHED'
)
INSERT INTO holds (community_id, post_id, reason)
SELECT :communityId, id, :reason::hold_reason FROM posts
WHERE community_id = :communityId AND id = :postId AND status <> 'DRAFT'
ON CONFLICT (community_id, post_id) DO NOTHING
