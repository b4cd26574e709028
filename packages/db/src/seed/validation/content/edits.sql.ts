// Made from edits.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface EditsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface EditsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const editsSql = [sql<EditsParameters, EditsRow>({
  name: 'edits-1',
  parameters: ['communities'],
  text: `SELECT p.community_id, 'posts ' || p.id AS row, format('edited %s, last revision %s', p.edited_at, r.last) AS detail
  FROM posts p
  LEFT JOIN (SELECT community_id, post_id, max(created_at) AS last FROM post_revisions t
          WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) GROUP BY 1, 2) r
    ON r.community_id = p.community_id AND r.post_id = p.id
 WHERE ($1::uuid[] IS NULL OR p.community_id = ANY ($1)) AND p.edited_at IS DISTINCT FROM r.last
   -- What was purged for the law is gone; of a revision only its own id is known.
   AND NOT (p.edited_at > coalesce(r.last, '-infinity') AND EXISTS (SELECT FROM purges g WHERE g.community_id = p.community_id
     AND (g.target_id IN (p.id, p.author_id) OR (g.kind = 'REVISION' AND g.created_at >= p.edited_at))))`,
}), sql<EditsParameters, EditsRow>({
  name: 'edits-2',
  parameters: ['communities'],
  text: `SELECT r.community_id, 'post_revisions ' || r.id AS row, 'says what the text after it says' AS detail
  FROM (SELECT t.*, lead(title) OVER later AS next_title, lead(body) OVER later AS next_body, lead(id) OVER later AS next
          FROM post_revisions t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
        WINDOW later AS (PARTITION BY community_id, post_id ORDER BY created_at, id)) r
  JOIN posts p ON p.community_id = r.community_id AND p.id = r.post_id
 WHERE (r.title, r.body) = CASE WHEN r.next IS NULL THEN (p.title, p.body) ELSE (r.next_title, r.next_body) END
   -- One between the two may have been purged, and of that only its own id is known.
   AND NOT EXISTS (SELECT FROM purges g WHERE g.community_id = r.community_id AND g.kind = 'REVISION' AND g.created_at >= r.created_at)`,
}), sql<EditsParameters, EditsRow>({
  name: 'edits-3',
  parameters: ['communities'],
  text: `SELECT r.community_id, 'post_revisions ' || r.id AS row, format('by %s, of what %s wrote', r.editor_id, p.author_id) AS detail
  FROM post_revisions r JOIN posts p ON p.community_id = r.community_id AND p.id = r.post_id
 WHERE ($1::uuid[] IS NULL OR r.community_id = ANY ($1)) AND r.editor_id <> p.author_id`,
}), sql<EditsParameters, EditsRow>({
  name: 'edits-4',
  parameters: ['communities'],
  text: `SELECT c.community_id, 'comments ' || c.id AS row, format('edited %s, last revision %s', c.edited_at, r.last) AS detail
  FROM (SELECT community_id, comment_id, max(created_at) AS last FROM comment_revisions t
         WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) GROUP BY 1, 2) r
  JOIN comments c ON c.community_id = r.community_id AND c.id = r.comment_id
 WHERE (c.edited_at >= r.last) IS NOT TRUE`,
}), sql<EditsParameters, EditsRow>({
  name: 'edits-5',
  parameters: ['communities'],
  text: `SELECT r.community_id, 'comment_revisions ' || r.id AS row, 'says what the text after it says' AS detail
  FROM (SELECT t.*, lead(body) OVER later AS next_body, lead(id) OVER later AS next
          FROM comment_revisions t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
        WINDOW later AS (PARTITION BY community_id, comment_id ORDER BY created_at, id)) r
  JOIN comments c ON c.community_id = r.community_id AND c.id = r.comment_id
 WHERE r.body = CASE WHEN r.next IS NULL THEN c.body ELSE r.next_body END
   AND NOT EXISTS (SELECT FROM purges g WHERE g.community_id = r.community_id AND g.kind = 'REVISION' AND g.created_at >= r.created_at)`,
}), sql<EditsParameters, EditsRow>({
  name: 'edits-6',
  parameters: ['communities'],
  text: `SELECT r.community_id, 'comment_revisions ' || r.id AS row, format('by %s, of what %s wrote', r.editor_id, c.author_id) AS detail
  FROM comment_revisions r JOIN comments c ON c.community_id = r.community_id AND c.id = r.comment_id
 WHERE ($1::uuid[] IS NULL OR r.community_id = ANY ($1)) AND r.editor_id <> c.author_id`,
})] as const;
