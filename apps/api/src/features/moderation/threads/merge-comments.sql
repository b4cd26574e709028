-- Not Prisma: all comments of a post go to another, as they are; their keys hold the post, so all go in one statement. Where
-- they were is kept beside the act. Who opened the other post has accepted none of them.
WITH moved AS MATERIALIZED (
  SELECT id, path, accepted_at FROM comments WHERE community_id = :communityId AND post_id = :postId
), kept AS (
  INSERT INTO moderation_effects (community_id, entry_id, target_id, before)
  SELECT :communityId, :entryId, id, jsonb_build_object('path', encode(path, 'hex'), 'acceptedAt', accepted_at) FROM moved
), told AS (
  UPDATE notifications n SET post_id = :newPostId FROM moved
  WHERE n.community_id = :communityId AND n.comment_id = moved.id
), changed AS (
  UPDATE comments c SET post_id = :newPostId, accepted_at = NULL FROM moved m
  WHERE c.community_id = :communityId AND c.id = m.id RETURNING c.id
)
SELECT count(*)::int AS moved FROM changed
