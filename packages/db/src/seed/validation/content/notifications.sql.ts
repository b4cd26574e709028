// Made from notifications.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface NotificationsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface NotificationsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const notificationsSql = [sql<NotificationsParameters, NotificationsRow>({
  name: 'notifications-1',
  parameters: ['communities'],
  text: `SELECT n.community_id, 'notifications ' || n.id AS row,
       format('%s to %s by %s about post %s, comment %s', n.kind, n.user_id, n.actor_id, n.post_id, n.comment_id) AS detail
  FROM notifications n
  LEFT JOIN posts p ON p.community_id = n.community_id AND p.id = n.post_id
  LEFT JOIN comments c ON c.community_id = n.community_id AND c.id = n.comment_id
  LEFT JOIN comments a ON a.community_id = c.community_id AND a.id = c.parent_id
  LEFT JOIN (SELECT DISTINCT community_id, target_id AS id FROM moderation_effects t
              WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND before ->> 'path' IS NOT NULL) moved ON moved.community_id = c.community_id AND moved.id = c.id
 WHERE ($1::uuid[] IS NULL OR n.community_id = ANY ($1))
   AND (p.status = 'DRAFT' OR c.post_id <> n.post_id OR CASE n.kind
     WHEN 'REPLY' THEN c.author_id = n.actor_id AND (coalesce(a.author_id, p.author_id) = n.user_id OR moved.id IS NOT NULL)
     WHEN 'MENTION' THEN coalesce(c.author_id, p.author_id) = n.actor_id
     WHEN 'FOLLOWED' THEN c.author_id = n.actor_id
     WHEN 'ANSWER_ACCEPTED' THEN c.author_id = n.user_id AND (p.author_id = n.actor_id OR moved.id IS NOT NULL)
     WHEN 'TIP' THEN num_nonnulls(n.post_id, n.comment_id) = 0
     WHEN 'MODERATION' THEN p.id IS NULL OR coalesce(c.author_id, p.author_id) = n.user_id
     ELSE true END IS NOT TRUE)`,
}), sql<NotificationsParameters, NotificationsRow>({
  name: 'notifications-2',
  parameters: ['communities'],
  text: `SELECT community_id, 'notifications to ' || user_id AS row, format('%s about comment %s: %s', count(*), comment_id, string_agg(kind::text, ', ')) AS detail
  FROM notifications t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND kind IN ('REPLY', 'MENTION', 'FOLLOWED') AND comment_id IS NOT NULL
 GROUP BY community_id, user_id, comment_id HAVING count(*) > 1`,
}), sql<NotificationsParameters, NotificationsRow>({
  name: 'notifications-3',
  parameters: ['communities'],
  text: `SELECT n.community_id, 'notifications ' || n.id AS row, format('%s never tipped %s', n.actor_id, n.user_id) AS detail
  FROM notifications n WHERE ($1::uuid[] IS NULL OR n.community_id = ANY ($1)) AND n.kind = 'TIP'
   AND NOT EXISTS (SELECT FROM point_transactions t WHERE t.community_id = n.community_id AND t.user_id = n.user_id
     AND t.reason = 'TIP_RECEIVED' AND t.source_id = n.actor_id)
   AND EXISTS (SELECT FROM point_transactions t WHERE t.community_id = n.community_id AND t.user_id = n.actor_id)`,
}), sql<NotificationsParameters, NotificationsRow>({
  name: 'notifications-4',
  parameters: ['communities'],
  text: `SELECT n.community_id, 'notifications ' || n.id AS row, format('%s is mentioned in no text of post %s, comment %s', u.username, n.post_id, n.comment_id) AS detail
  FROM notifications n
  JOIN users u ON u.community_id = n.community_id AND u.id = n.user_id
  JOIN posts p ON p.community_id = n.community_id AND p.id = n.post_id
  LEFT JOIN comments c ON c.community_id = n.community_id AND c.id = n.comment_id
 WHERE ($1::uuid[] IS NULL OR n.community_id = ANY ($1)) AND n.kind = 'MENTION'
   AND strpos(lower(CASE WHEN n.comment_id IS NULL THEN p.body ELSE c.body END), '@' || u.username) = 0
   AND CASE WHEN n.comment_id IS NULL THEN p.edited_at ELSE c.edited_at END IS NULL
   AND NOT EXISTS (SELECT FROM purges g WHERE g.community_id = n.community_id
     AND g.target_id IN (p.id, c.id, p.author_id, c.author_id))`,
}), sql<NotificationsParameters, NotificationsRow>({
  name: 'notifications-5',
  parameters: ['communities'],
  text: `SELECT n.community_id, 'notifications to ' || n.user_id AS row, format('%s unread of the thread %s', count(*), n.post_id) AS detail
  FROM notifications n WHERE ($1::uuid[] IS NULL OR n.community_id = ANY ($1))
   AND n.kind = 'FOLLOWED' AND n.read_at IS NULL
   AND NOT EXISTS (SELECT FROM moderation_effects f WHERE f.community_id = n.community_id AND f.target_id = n.comment_id)
 GROUP BY n.community_id, n.user_id, n.post_id HAVING count(*) > 1`,
})] as const;
