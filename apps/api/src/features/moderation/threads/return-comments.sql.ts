// Made from return-comments.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ReturnCommentsParameters {
  readonly communityId: string;
  readonly entryId: string;
  readonly postId: string;
}

export interface ReturnCommentsRow {
  readonly moved: number | null;
}

export const returnCommentsSql = sql<ReturnCommentsParameters, ReturnCommentsRow>({
  name: 'return-comments',
  parameters: ['communityId', 'entryId', 'postId'],
  text: `WITH moved AS MATERIALIZED (
  SELECT target_id AS id, decode(before ->> 'path', 'hex') AS path, (before ->> 'acceptedAt')::timestamptz AS accepted_at
  FROM moderation_effects WHERE community_id = $1 AND entry_id = $2
), placed AS MATERIALIZED (
  SELECT m.*, above.id AS parent_id, above.created_at AS parent_created_at FROM moved m
  LEFT JOIN comments above ON above.community_id = $1 AND above.id = CASE WHEN octet_length(m.path) > 16
    THEN encode(substring(m.path FROM octet_length(m.path) - 31 FOR 16), 'hex')::uuid END
), told AS (
  UPDATE notifications n SET post_id = $3 FROM moved WHERE n.community_id = $1 AND n.comment_id = moved.id
), changed AS (
  UPDATE comments c SET post_id = $3, path = p.path, depth = octet_length(p.path) / 16 - 1,
    parent_path = nullif(substring(p.path FOR octet_length(p.path) - 16), ''),
    parent_id = p.parent_id, parent_created_at = p.parent_created_at,
    accepted_at = CASE WHEN c.status = 'PUBLISHED' AND NOT EXISTS (SELECT FROM comments other
      WHERE other.community_id = $1 AND other.post_id = $3 AND other.accepted_at IS NOT NULL)
      THEN p.accepted_at END
  FROM placed p WHERE c.community_id = $1 AND c.id = p.id RETURNING c.id
)
SELECT count(*)::int AS moved FROM changed`,
});
