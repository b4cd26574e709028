// Made from next-hidden-comments.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface NextHiddenCommentsParameters {
  readonly communityId: string;
  readonly entryId: string;
  readonly most: number;
}

export interface NextHiddenCommentsRow {
  readonly id: string;
  readonly postId: string;
}

export const nextHiddenCommentsSql = sql<NextHiddenCommentsParameters, NextHiddenCommentsRow>({
  name: 'next-hidden-comments',
  parameters: ['communityId', 'entryId', 'most'],
  text: `SELECT c.id, c.post_id AS "postId" FROM moderation_effects e
JOIN comments c ON c.community_id = $1 AND c.id = e.target_id AND c.status = 'HIDDEN'
WHERE e.community_id = $1 AND e.entry_id = $2 AND NOT EXISTS (SELECT FROM moderation_entries later
  WHERE later.community_id = $1 AND later.target_id = c.id AND later.id > $2)
ORDER BY c.id LIMIT $3::int`,
});
