// Made from thread.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ThreadParameters {
  readonly comments: number;
  readonly bytes: number;
  readonly communityId: string;
  readonly postId: string;
  readonly low: string;
  readonly high: string;
  readonly viewerId: string | null;
  readonly renderedBy: string;
}

export interface ThreadRow {
  readonly shown: boolean;
  readonly path: string;
  readonly id: string;
  readonly depth: number;
  readonly status: 'PUBLISHED' | 'HIDDEN' | 'DELETED';
  readonly likeCount: number;
  readonly liked: boolean;
  readonly accepted: boolean;
  readonly createdAt: Date;
  readonly editedAt: Date | null;
  readonly html: string | null;
  readonly body: string | null;
  readonly waits: boolean;
  readonly authorId: string;
  readonly username: string;
  readonly displayName: string;
  readonly avatar: string | null;
  readonly role: 'ADMIN' | 'MODERATOR' | 'MEMBER';
}

export const threadSql = sql<ThreadParameters, ThreadRow>({
  name: 'thread',
  parameters: ['comments', 'bytes', 'communityId', 'postId', 'low', 'high', 'viewerId', 'renderedBy'],
  text: `WITH page AS (
  SELECT c.*, row_number() OVER whole <= $1::int
    AND sum(octet_length(coalesce(c.html, c.body))) OVER whole - octet_length(coalesce(c.html, c.body)) < $2::int AS shown
  FROM (SELECT c.* FROM comments c WHERE c.community_id = $3 AND c.post_id = $4
      AND c.path >= decode($5, 'hex') AND c.path < decode($6, 'hex')
    ORDER BY c.path LIMIT $1::int + 1) c
  WINDOW whole AS (ORDER BY c.path ROWS UNBOUNDED PRECEDING))
SELECT c.shown, encode(c.path, 'hex') AS path, c.id, c.depth, c.status, c.like_count AS "likeCount",
  $7::uuid IS NOT NULL AND EXISTS (SELECT FROM comment_likes l
    WHERE l.community_id = $3 AND l.comment_id = c.id AND l.user_id = $7) AS liked,
  c.accepted_at IS NOT NULL AS accepted, c.created_at AS "createdAt", c.edited_at AS "editedAt",
  CASE WHEN c.status = 'PUBLISHED' AND c.shown AND starts_with(c.html, $8) THEN c.html END AS html,
  CASE WHEN c.status = 'PUBLISHED' AND c.shown AND starts_with(c.html, $8) IS NOT TRUE THEN c.body END AS body,
  CASE WHEN c.status = 'HIDDEN' THEN EXISTS (SELECT FROM comment_holds h
    WHERE h.community_id = $3 AND h.comment_id = c.id) ELSE false END AS waits,
  u.id AS "authorId", u.username, u.display_name AS "displayName", u.avatar, u.role
FROM page c CROSS JOIN LATERAL (SELECT u.id, u.username, u.display_name, u.avatar, u.role
  FROM users u WHERE u.community_id = $3 AND u.id = c.author_id OFFSET 0) u
ORDER BY c.path`,
});
