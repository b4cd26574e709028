import { inScope, type Invariant, roleChangedSince } from '../model/invariant.ts';

/** What only the team does: table, who, when, and which rows if not all. An operator's acts are noted with their target. */
const acts = [
  ['reports', 'resolved_by_id', 'resolved_at', 'true'],
  ['bans', 'moderator_id', 'starts_at', 'true'],
  ['moderation_entries', 'moderator_id', 'created_at', 'a.moderator_id <> a.target_id'],
] as const;

export const team: Invariant = {
  name: 'team',
  summary:
    'Reports are decided, people banned and entries of the log made by the team, nobody bans their equals, and a team has an administrator.',
  checks: [
    ...acts.map(
      ([table, who, at, which]) => `
    SELECT a.community_id, '${table} ' || a.id AS row, format('${who} %s is a member', u.username) AS detail
      FROM ${table} a JOIN users u ON u.community_id = a.community_id AND u.id = a.${who}
     WHERE ${inScope('a')} AND ${which} AND u.role = 'MEMBER' AND u.status <> 'DEACTIVATED' AND NOT ${roleChangedSince('u', `a.${at}`)}`,
    ),
    // Enum values sort by rank, the highest first.
    `
    SELECT b.community_id, 'bans ' || b.id AS row, format('%s, %s, banned %s, %s', m.username, m.role, u.username, u.role) AS detail
      FROM bans b
      JOIN users m ON m.community_id = b.community_id AND m.id = b.moderator_id
      JOIN users u ON u.community_id = b.community_id AND u.id = b.user_id
     WHERE ${inScope('b')} AND m.role >= u.role AND m.role <> 'MEMBER' AND u.status <> 'DEACTIVATED'
       AND NOT ${roleChangedSince('m', 'b.starts_at')} AND NOT ${roleChangedSince('u', 'b.starts_at')}`,
    `
    SELECT community_id, 'the team' AS row, format('%s moderators, and no administrator', count(*)) AS detail
      FROM users t WHERE ${inScope('t')} AND role <> 'MEMBER' GROUP BY community_id
    HAVING count(*) FILTER (WHERE role = 'ADMIN' AND status = 'ACTIVE') = 0`,
  ],
};

export const rooms: Invariant = {
  name: 'rooms',
  summary: 'Threads are opened by who may open them in their channel.',
  checks: [
    // Where the role that a channel wants or a person had has changed since nobody can tell; the team puts a thread anywhere.
    `
    WITH placed AS MATERIALIZED (
      SELECT community_id, target_id AS id FROM moderation_entries t
       WHERE ${inScope('t')} AND action = 'post.moderate' AND details -> 'after' ->> 'channelId' IS NOT NULL
       UNION ALL
      SELECT community_id, (details ->> 'post')::uuid FROM moderation_entries t WHERE ${inScope('t')} AND action = 'post.split'
    )
    SELECT p.community_id, 'posts ' || p.id AS row, format('%s, %s, in %s for %s', u.username, u.role, c.slug, c.post_role) AS detail
      FROM posts p
      JOIN users u ON u.community_id = p.community_id AND u.id = p.author_id
      JOIN channels c ON c.community_id = p.community_id AND c.id = p.channel_id
     WHERE ${inScope('p')} AND u.role > c.post_role AND u.status <> 'DEACTIVATED' AND c.updated_at <= p.created_at
       AND NOT ${roleChangedSince('u', 'p.created_at')}
       AND NOT EXISTS (SELECT FROM placed WHERE placed.community_id = p.community_id AND placed.id = p.id)`,
  ],
};

export const reportsOpenOnce: Invariant = {
  name: 'reports-open-once',
  summary: 'Nobody has two open reports about the same, nor one about a draft.',
  checks: [
    `
    SELECT community_id, 'reports by ' || reporter_id AS row,
           format('%s open about %s', count(*), coalesce(post_id, comment_id, reported_user_id)) AS detail
      FROM reports t WHERE ${inScope('t')} AND status = 'OPEN'
     GROUP BY community_id, reporter_id, post_id, comment_id, reported_user_id HAVING count(*) > 1`,
    `
    SELECT r.community_id, 'reports ' || r.id AS row, 'about the draft ' || p.id AS detail
      FROM reports r JOIN posts p ON p.community_id = r.community_id AND p.id = r.post_id
     WHERE ${inScope('r')} AND p.status = 'DRAFT'`,
  ],
};
