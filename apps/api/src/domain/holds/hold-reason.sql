-- Not Prisma: counts what somebody has posted lately, beside the community's settings, in one round trip. Says why a post of
-- theirs waits for a moderator: the same text for the third time in a day, ten posts in ten minutes, or a new member where
-- the community holds theirs. Settings may have been written by hand.
WITH author AS (
  SELECT role, created_at FROM users WHERE community_id = :communityId AND id = :userId
), rules AS (
  SELECT settings #>> '{moderation,holdNewMembers}' AS held,
    CASE WHEN settings #>> '{moderation,newMemberDays}' ~ '^[0-9]{1,3}$'
      THEN (settings #>> '{moderation,newMemberDays}')::int ELSE 1 END AS days
  FROM communities WHERE id = :communityId
), lately AS (
  SELECT count(*) FILTER (WHERE created_at > now() - interval '10 minutes') AS posts, count(*) FILTER (WHERE body = :body) AS same
  FROM posts WHERE community_id = :communityId AND author_id = :userId AND id <> :postId AND status <> 'DRAFT'
    AND created_at > now() - interval '1 day'
)
SELECT CASE WHEN role <> 'MEMBER' THEN NULL
  WHEN :floods::bool AND (same >= 2 OR posts >= 10) THEN 'FLOOD'::hold_reason
  WHEN author.created_at > now() - days * interval '1 day' AND (held = 'EVERYTHING' OR (held = 'LINKS' AND :links::int > 0))
    THEN 'NEW_MEMBER' END AS reason
FROM author, rules, lately
