// Made from hide-comments.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface HideCommentsParameters {
  readonly communityId: string;
  readonly commentIds: readonly (string)[];
  readonly entryId: string;
}

export interface HideCommentsRow {
  readonly id: string;
}

export const hideCommentsSql = sql<HideCommentsParameters, HideCommentsRow>({
  name: 'hide-comments',
  parameters: ['communityId', 'commentIds', 'entryId'],
  text: `WITH gone AS MATERIALIZED (
  SELECT id, accepted_at FROM comments
  WHERE community_id = $1 AND id = ANY ($2::uuid[]) AND status = 'PUBLISHED' ORDER BY id FOR NO KEY UPDATE
), kept AS (
  INSERT INTO moderation_effects (community_id, entry_id, target_id, before)
  SELECT $1, $3, id, jsonb_build_object('acceptedAt', accepted_at) FROM gone
  ON CONFLICT (community_id, entry_id, target_id) DO NOTHING
)
UPDATE comments c SET status = 'HIDDEN', accepted_at = NULL, updated_at = greatest(now(), agora_later(c.updated_at))
FROM gone WHERE c.community_id = $1 AND c.id = gone.id RETURNING c.id`,
});
