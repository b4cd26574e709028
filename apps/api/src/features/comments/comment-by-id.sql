-- Not Prisma: goes in the write of a comment, and answers it as its thread shows it.
-- comment is never null.
SELECT json_build_object('version', (date_part('epoch', c.updated_at) * 1000)::bigint, 'id', c.id,
  'parentId', c.parent_id, 'depth', c.depth,
  'author', CASE c.status WHEN 'PUBLISHED' THEN json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name,
    'avatar', u.avatar, 'role', u.role) END,
  'status', c.status, 'body', CASE c.status WHEN 'PUBLISHED' THEN c.body END, 'likeCount', c.like_count,
  'liked', EXISTS (SELECT FROM comment_likes l
    WHERE l.community_id = :communityId AND l.comment_id = c.id AND l.user_id = :userId),
  'accepted', c.accepted_at IS NOT NULL, 'createdAt', c.created_at, 'editedAt', c.edited_at) AS comment
FROM comments c JOIN users u ON u.community_id = :communityId AND u.id = c.author_id
WHERE c.community_id = :communityId AND c.id = :commentId
