// Made from show-comments.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ShowCommentsParameters {
  readonly communityId: string;
  readonly entryId: string;
  readonly commentIds: readonly (string)[];
}

export interface ShowCommentsRow {
  readonly id: string;
}

export const showCommentsSql = sql<ShowCommentsParameters, ShowCommentsRow>({
  name: 'show-comments',
  parameters: ['communityId', 'entryId', 'commentIds'],
  text: `WITH back AS MATERIALIZED (
  SELECT c.id, c.post_id, (e.before ->> 'acceptedAt')::timestamptz AS accepted_at FROM moderation_effects e
  JOIN comments c ON c.community_id = $1 AND c.id = e.target_id
  WHERE e.community_id = $1 AND e.entry_id = $2 AND c.id = ANY ($3::uuid[]) AND c.status = 'HIDDEN'
  ORDER BY c.id FOR NO KEY UPDATE OF c
)
UPDATE comments c SET status = 'PUBLISHED', updated_at = greatest(now(), agora_later(c.updated_at)),
  accepted_at = CASE WHEN NOT EXISTS (SELECT FROM comments other WHERE other.community_id = $1
    AND other.post_id = back.post_id AND other.accepted_at IS NOT NULL) THEN back.accepted_at END
FROM back WHERE c.community_id = $1 AND c.id = back.id RETURNING c.id`,
});
