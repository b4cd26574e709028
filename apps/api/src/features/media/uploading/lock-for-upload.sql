-- Not Prisma: locks the post and then its author, ahead of check-upload: a statement of its own, because counting must
-- begin after the wait.
WITH target AS MATERIALIZED (
  SELECT id FROM posts WHERE community_id = :communityId AND id = :postId FOR NO KEY UPDATE
)
SELECT id FROM users WHERE community_id = :communityId AND id = :userId AND (SELECT count(*) FROM target) >= 0
FOR NO KEY UPDATE
