-- Not Prisma: goes in the write of set-comment-status, ahead of it, and locks the post that the comment is in. A statement
-- sees what was there when it began, not when it got its lock: it would count without what others wrote while it waited.
SELECT FROM posts WHERE community_id = :communityId
  AND id = (SELECT post_id FROM comments WHERE community_id = :communityId AND id = :commentId) FOR NO KEY UPDATE
