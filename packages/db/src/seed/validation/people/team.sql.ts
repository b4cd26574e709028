// Made from team.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface TeamParameters {
  readonly communities: readonly (string)[] | null;
}

export interface TeamRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const teamSql = [sql<TeamParameters, TeamRow>({
  name: 'team-1',
  parameters: ['communities'],
  text: `SELECT a.community_id, 'reports ' || a.id AS row, format('resolved_by_id %s is a member', u.username) AS detail
  FROM reports a JOIN users u ON u.community_id = a.community_id AND u.id = a.resolved_by_id
 WHERE ($1::uuid[] IS NULL OR a.community_id = ANY ($1))
   AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.resolved_at)`,
}), sql<TeamParameters, TeamRow>({
  name: 'team-2',
  parameters: ['communities'],
  text: `SELECT a.community_id, 'bans ' || a.id AS row, format('moderator_id %s is a member', u.username) AS detail
  FROM bans a JOIN users u ON u.community_id = a.community_id AND u.id = a.moderator_id
 WHERE ($1::uuid[] IS NULL OR a.community_id = ANY ($1))
   AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.starts_at)`,
}), sql<TeamParameters, TeamRow>({
  name: 'team-3',
  parameters: ['communities'],
  text: `SELECT a.community_id, 'moderation_entries ' || a.id AS row, format('moderator_id %s is a member', u.username) AS detail
  FROM moderation_entries a JOIN users u ON u.community_id = a.community_id AND u.id = a.moderator_id
 WHERE ($1::uuid[] IS NULL OR a.community_id = ANY ($1))
   AND a.moderator_id <> a.target_id AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.created_at)`,
}), sql<TeamParameters, TeamRow>({
  name: 'team-4',
  parameters: ['communities'],
  text: `SELECT b.community_id, 'bans ' || b.id AS row, format('%s, %s, banned %s, %s', m.username, m.role, u.username, u.role) AS detail
  FROM bans b
  JOIN users m ON m.community_id = b.community_id AND m.id = b.moderator_id
  JOIN users u ON u.community_id = b.community_id AND u.id = b.user_id
 WHERE ($1::uuid[] IS NULL OR b.community_id = ANY ($1))
   AND m.role >= u.role AND m.role <> 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = m.community_id AND e.target_id = m.id
         AND e.action = 'role.change' AND e.created_at >= b.starts_at)
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= b.starts_at)`,
}), sql<TeamParameters, TeamRow>({
  name: 'team-5',
  parameters: ['communities'],
  text: `SELECT community_id, 'the team' AS row, format('%s moderators, and no administrator', count(*)) AS detail
  FROM users t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND role <> 'MEMBER' GROUP BY community_id
HAVING count(*) FILTER (WHERE role = 'ADMIN' AND status = 'ACTIVE') = 0`,
}), sql<TeamParameters, TeamRow>({
  name: 'team-6',
  parameters: ['communities'],
  text: `SELECT a.community_id, 'queue_claims ' || a.target_id AS row, format('moderator_id %s is a member', u.username) AS detail
  FROM queue_claims a JOIN users u ON u.community_id = a.community_id AND u.id = a.moderator_id
 WHERE ($1::uuid[] IS NULL OR a.community_id = ANY ($1))
   AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.created_at)`,
}), sql<TeamParameters, TeamRow>({
  name: 'team-7',
  parameters: ['communities'],
  text: `SELECT a.community_id, 'purges ' || a.id AS row, format('admin_id %s is a %s', u.username, lower(u.role::text)) AS detail
  FROM purges a JOIN users u ON u.community_id = a.community_id AND u.id = a.admin_id
 WHERE ($1::uuid[] IS NULL OR a.community_id = ANY ($1))
   AND u.role <> 'ADMIN' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.created_at)`,
}), sql<TeamParameters, TeamRow>({
  name: 'team-8',
  parameters: ['communities'],
  text: `SELECT a.community_id, 'notifications ' || a.id AS row, format('of moderation by %s, who is a member', u.username) AS detail
  FROM notifications a JOIN users u ON u.community_id = a.community_id AND u.id = a.actor_id
 WHERE ($1::uuid[] IS NULL OR a.community_id = ANY ($1))
   AND a.kind = 'MODERATION' AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED'
   AND NOT EXISTS (SELECT FROM moderation_entries e WHERE e.community_id = u.community_id AND e.target_id = u.id
         AND e.action = 'role.change' AND e.created_at >= a.created_at)`,
})] as const;
