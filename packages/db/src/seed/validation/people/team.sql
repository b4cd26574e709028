-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- The role that somebody had before it was changed is unknown.
SELECT a.community_id, 'reports ' || a.id AS row, format('resolved_by_id %s is a member', u.username) AS detail
  FROM reports a JOIN users u ON u.community_id = a.community_id AND u.id = a.resolved_by_id
 WHERE (:communities::uuid[] IS NULL OR a.community_id = ANY (:communities))
   AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.resolved_at);

SELECT a.community_id, 'bans ' || a.id AS row, format('moderator_id %s is a member', u.username) AS detail
  FROM bans a JOIN users u ON u.community_id = a.community_id AND u.id = a.moderator_id
 WHERE (:communities::uuid[] IS NULL OR a.community_id = ANY (:communities))
   AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.starts_at);

SELECT a.community_id, 'moderation_entries ' || a.id AS row, format('moderator_id %s is a member', u.username) AS detail
  FROM moderation_entries a JOIN users u ON u.community_id = a.community_id AND u.id = a.moderator_id
 WHERE (:communities::uuid[] IS NULL OR a.community_id = ANY (:communities))
   AND a.moderator_id <> a.target_id AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.created_at);

-- Enum values sort by rank, the highest first.
SELECT b.community_id, 'bans ' || b.id AS row, format('%s, %s, banned %s, %s', m.username, m.role, u.username, u.role) AS detail
  FROM bans b
  JOIN users m ON m.community_id = b.community_id AND m.id = b.moderator_id
  JOIN users u ON u.community_id = b.community_id AND u.id = b.user_id
 WHERE (:communities::uuid[] IS NULL OR b.community_id = ANY (:communities))
   AND m.role >= u.role AND m.role <> 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = m.community_id AND e.target_id = m.id
         AND e.action = 'role.change' AND e.created_at >= b.starts_at)
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= b.starts_at);

SELECT community_id, 'the team' AS row, format('%s moderators, and no administrator', count(*)) AS detail
  FROM users t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND role <> 'MEMBER' GROUP BY community_id
HAVING count(*) FILTER (WHERE role = 'ADMIN' AND status = 'ACTIVE') = 0;

SELECT a.community_id, 'queue_claims ' || a.target_id AS row, format('moderator_id %s is a member', u.username) AS detail
  FROM queue_claims a JOIN users u ON u.community_id = a.community_id AND u.id = a.moderator_id
 WHERE (:communities::uuid[] IS NULL OR a.community_id = ANY (:communities))
   AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.created_at);

SELECT a.community_id, 'purges ' || a.id AS row, format('admin_id %s is a %s', u.username, lower(u.role::text)) AS detail
  FROM purges a JOIN users u ON u.community_id = a.community_id AND u.id = a.admin_id
 WHERE (:communities::uuid[] IS NULL OR a.community_id = ANY (:communities))
   AND u.role <> 'ADMIN' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.created_at);

SELECT a.community_id, 'notifications ' || a.id AS row, format('of moderation by %s, who is a member', u.username) AS detail
  FROM notifications a JOIN users u ON u.community_id = a.community_id AND u.id = a.actor_id
 WHERE (:communities::uuid[] IS NULL OR a.community_id = ANY (:communities))
   AND a.kind = 'MODERATION' AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.created_at);
