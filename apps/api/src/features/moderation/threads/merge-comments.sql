-- Not Prisma: all comments of a post go to another; their keys hold the post, so all go in one statement. Where they were is
-- kept beside the act. Who opened the other post has accepted none. Who followed the thread follows the other, too, also once
-- the act is undone; who is just leaving is waited for, or waits.
WITH moved AS MATERIALIZED (
  SELECT id, path, accepted_at FROM comments WHERE community_id = :communityId AND post_id = :postId
), kept AS (
  INSERT INTO moderation_effects (community_id, entry_id, target_id, before)
  SELECT :communityId, :entryId, id, jsonb_build_object('path', encode(path, 'hex'), 'acceptedAt', accepted_at) FROM moved
  RETURNING community_id
), followed AS (
  INSERT INTO post_follows (community_id, post_id, user_id, created_at)
  SELECT :communityId, :newPostId, f.id, f.created_at FROM (
    SELECT u.id, f.created_at FROM post_follows f JOIN users u ON u.community_id = :communityId AND u.id = f.user_id
    WHERE f.community_id = :communityId AND f.post_id = :postId AND u.status <> 'DEACTIVATED' ORDER BY u.id FOR KEY SHARE OF u
  ) f
  ON CONFLICT DO NOTHING
), told AS (
  UPDATE notifications n SET post_id = :newPostId FROM moved
  WHERE n.community_id = :communityId AND n.comment_id = moved.id
), changed AS (
  UPDATE comments c SET post_id = :newPostId, accepted_at = NULL FROM moved m
  WHERE c.community_id = :communityId AND c.id = m.id RETURNING c.id
)
SELECT count(*)::int AS moved FROM changed
