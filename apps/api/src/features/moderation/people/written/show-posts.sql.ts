// Made from show-posts.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ShowPostsParameters {
  readonly communityId: string;
  readonly entryId: string;
  readonly most: number;
}

export interface ShowPostsRow {
  readonly id: string;
}

export const showPostsSql = sql<ShowPostsParameters, ShowPostsRow>({
  name: 'show-posts',
  parameters: ['communityId', 'entryId', 'most'],
  text: `WITH back AS MATERIALIZED (
  SELECT p.id, (e.before ->> 'status')::post_status AS status FROM moderation_effects e
  JOIN posts p ON p.community_id = $1 AND p.id = e.target_id AND p.status = 'HIDDEN'
  WHERE e.community_id = $1 AND e.entry_id = $2 AND NOT EXISTS (SELECT FROM moderation_entries later
    WHERE later.community_id = $1 AND later.target_id = p.id AND later.id > $2)
  ORDER BY p.id LIMIT $3::int FOR NO KEY UPDATE OF p
)
UPDATE posts p SET status = back.status, updated_at = greatest(now(), agora_later(p.updated_at))
FROM back WHERE p.community_id = $1 AND p.id = back.id RETURNING p.id`,
});
