-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- Where the role that a channel wants or a person had has changed since nobody can tell; the team puts a thread anywhere.
WITH placed AS MATERIALIZED (
  SELECT community_id, target_id AS id FROM moderation_entries t
   WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND action = 'post.moderate' AND details -> 'after' ->> 'channelId' IS NOT NULL
   UNION ALL
  SELECT community_id, (details ->> 'post')::uuid FROM moderation_entries t
   WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND action = 'post.split'
)
SELECT p.community_id, 'posts ' || p.id AS row, format('%s, %s, in %s for %s', u.username, u.role, c.slug, c.post_role) AS detail
  FROM posts p
  JOIN users u ON u.community_id = p.community_id AND u.id = p.author_id
  JOIN channels c ON c.community_id = p.community_id AND c.id = p.channel_id
 WHERE (:communities::uuid[] IS NULL OR p.community_id = ANY (:communities))
   AND u.role > c.post_role AND u.status <> 'DEACTIVATED' AND c.updated_at <= p.created_at
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= p.created_at)
   AND NOT EXISTS (SELECT FROM placed WHERE placed.community_id = p.community_id AND placed.id = p.id);
