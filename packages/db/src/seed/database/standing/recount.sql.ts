// Made from recount.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface RecountParameters {
  readonly communities: readonly (string)[];
}

export interface RecountRow {

}

export const recountSql = [sql<RecountParameters, RecountRow>({
  name: 'recount-1',
  parameters: ['communities'],
  text: `UPDATE users u SET status = CASE WHEN b.in_force THEN 'SUSPENDED' ELSE 'ACTIVE' END::user_status
  FROM (SELECT u.community_id, u.id, coalesce(bool_or(b.starts_at <= now() AND b.ends_at IS NULL
                 OR now() BETWEEN b.starts_at AND b.ends_at), false) AS in_force, count(b.id) > 0 AS banned
          FROM users u LEFT JOIN bans b ON b.community_id = u.community_id AND b.user_id = u.id AND b.lifted_at IS NULL
         WHERE u.community_id = ANY ($1::uuid[]) GROUP BY 1, 2) b
 WHERE u.community_id = b.community_id AND u.id = b.id
   AND (b.in_force AND u.status = 'ACTIVE' OR NOT b.banned AND u.status = 'SUSPENDED')`,
}), sql<RecountParameters, RecountRow>({
  name: 'recount-2',
  parameters: ['communities'],
  text: `UPDATE comments c SET like_count = n.likes
  FROM (SELECT c.community_id, c.id, count(l.user_id) AS likes FROM comments c
          LEFT JOIN comment_likes l ON l.community_id = c.community_id AND l.comment_id = c.id
         WHERE c.community_id = ANY ($1::uuid[]) GROUP BY 1, 2) n
 WHERE c.community_id = n.community_id AND c.id = n.id AND c.like_count <> n.likes`,
}), sql<RecountParameters, RecountRow>({
  name: 'recount-3',
  parameters: ['communities'],
  text: `UPDATE posts p SET like_count = n.likes, comment_count = n.comments, last_activity_at = n.active
  FROM (SELECT p.community_id, p.id,
               (SELECT count(*) FROM post_likes l WHERE l.community_id = p.community_id AND l.post_id = p.id) AS likes,
               count(c.id) AS comments, greatest(p.created_at, max(c.created_at)) AS active
          FROM posts p LEFT JOIN comments c ON c.community_id = p.community_id AND c.post_id = p.id AND c.status = 'PUBLISHED'
         WHERE p.community_id = ANY ($1::uuid[]) GROUP BY 1, 2) n
 WHERE p.community_id = n.community_id AND p.id = n.id
   AND (p.like_count, p.comment_count, p.last_activity_at) IS DISTINCT FROM (n.likes, n.comments, n.active)`,
}), sql<RecountParameters, RecountRow>({
  name: 'recount-4',
  parameters: ['communities'],
  text: `UPDATE posts p SET edited_at = n.last
  FROM (SELECT p.community_id, p.id, max(r.created_at) AS last FROM posts p
          LEFT JOIN post_revisions r ON r.community_id = p.community_id AND r.post_id = p.id
         WHERE p.community_id = ANY ($1::uuid[]) GROUP BY 1, 2) n
 WHERE p.community_id = n.community_id AND p.id = n.id AND p.edited_at IS DISTINCT FROM n.last`,
})] as const;
