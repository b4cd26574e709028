// Made from hide-posts.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface HidePostsParameters {
  readonly communityId: string;
  readonly authorId: string;
  readonly most: number;
  readonly entryId: string;
}

export interface HidePostsRow {
  readonly id: string;
}

export const hidePostsSql = sql<HidePostsParameters, HidePostsRow>({
  name: 'hide-posts',
  parameters: ['communityId', 'authorId', 'most', 'entryId'],
  text: `WITH gone AS MATERIALIZED (
  SELECT id, status FROM posts WHERE community_id = $1 AND author_id = $2
    AND status IN ('PUBLISHED', 'ARCHIVED') ORDER BY id LIMIT $3::int FOR NO KEY UPDATE
), kept AS (
  INSERT INTO moderation_effects (community_id, entry_id, target_id, before)
  SELECT $1, $4, id, jsonb_build_object('status', status) FROM gone
  ON CONFLICT (community_id, entry_id, target_id) DO NOTHING
)
UPDATE posts p SET status = 'HIDDEN', updated_at = greatest(now(), agora_later(p.updated_at))
FROM gone WHERE p.community_id = $1 AND p.id = gone.id RETURNING p.id`,
});
