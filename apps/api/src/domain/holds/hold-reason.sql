-- Not Prisma: counts what somebody has posted lately. Says why a post of
-- theirs waits for a moderator: the same text for the third time in a day, ten posts in ten minutes, or a new member where
-- the community holds theirs. Moderators are free of it, with the second factor that their community may ask for.
WITH author AS (
  SELECT role FROM users WHERE community_id = :communityId AND id = :userId
), lately AS (
  SELECT count(*) FILTER (WHERE created_at > now() - interval '10 minutes') AS posts, count(*) FILTER (WHERE body = :body) AS same
  FROM posts WHERE community_id = :communityId AND author_id = :userId AND id <> :postId AND status <> 'DRAFT'
    AND created_at > now() - interval '1 day'
)
SELECT CASE WHEN role <> 'MEMBER' AND NOT agora_lacks_second_factor(:communityId, :userId, :sessionId) THEN NULL
  WHEN :floods::bool AND (same >= 2 OR posts >= 10) THEN 'FLOOD'::hold_reason
  WHEN agora_waits_as_new(:communityId, :userId, :sessionId, :links::int)
    THEN 'NEW_MEMBER' END AS reason
FROM author, lately
