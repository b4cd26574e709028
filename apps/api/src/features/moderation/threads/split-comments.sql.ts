// Made from split-comments.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface SplitCommentsParameters {
  readonly rootPaths: readonly (Uint8Array)[];
  readonly strips: readonly (number)[];
  readonly communityId: string;
  readonly postId: string;
  readonly entryId: string;
  readonly newPostId: string;
}

export interface SplitCommentsRow {
  readonly moved: number | null;
}

export const splitCommentsSql = sql<SplitCommentsParameters, SplitCommentsRow>({
  name: 'split-comments',
  parameters: ['rootPaths', 'strips', 'communityId', 'postId', 'entryId', 'newPostId'],
  text: `WITH chosen AS (
  SELECT * FROM unnest($1::bytea[], $2::int[]) AS r(path, strip)
), moved AS MATERIALIZED (
  SELECT c.id, c.path, c.accepted_at, substring(c.path FROM 16 * r.strip + 1) AS new_path FROM chosen r
  JOIN comments c ON c.community_id = $3 AND c.post_id = $4
    AND substring(c.path FOR octet_length(r.path)) = r.path AND octet_length(c.path) > 16 * r.strip
), kept AS (
  INSERT INTO moderation_effects (community_id, entry_id, target_id, before)
  SELECT $3, $5, id, jsonb_build_object('path', encode(path, 'hex'), 'acceptedAt', accepted_at) FROM moved
  RETURNING community_id
), told AS (
  UPDATE notifications n SET post_id = $6 FROM moved
  WHERE n.community_id = $3 AND n.comment_id = moved.id
), changed AS (
  UPDATE comments c SET post_id = $6, path = m.new_path, depth = octet_length(m.new_path) / 16 - 1,
    parent_path = nullif(substring(m.new_path FOR octet_length(m.new_path) - 16), ''),
    parent_id = CASE WHEN octet_length(m.new_path) > 16 THEN c.parent_id END,
    parent_created_at = CASE WHEN octet_length(m.new_path) > 16 THEN c.parent_created_at END,
    accepted_at = NULL
  FROM moved m WHERE c.community_id = $3 AND c.id = m.id RETURNING c.id
)
SELECT count(*)::int AS moved FROM changed`,
});
