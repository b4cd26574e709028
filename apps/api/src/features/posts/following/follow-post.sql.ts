// Made from follow-post.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface FollowPostParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly userId: string;
}

export interface FollowPostRow {
  readonly refused: string | null;
}

export const followPostSql = sql<FollowPostParameters, FollowPostRow>({
  name: 'follow-post',
  parameters: ['communityId', 'postId', 'userId'],
  text: `WITH target AS MATERIALIZED (
  SELECT id FROM posts WHERE community_id = $1 AND id = $2 AND status IN ('PUBLISHED', 'ARCHIVED') FOR KEY SHARE
), people AS MATERIALIZED (
  SELECT id, status FROM users WHERE community_id = $1 AND id = $3 AND (SELECT count(*) FROM target) >= 0 FOR KEY SHARE
), verdict AS (
  SELECT CASE
    WHEN NOT EXISTS (SELECT FROM people WHERE status = 'ACTIVE') THEN 'auth.account_inactive'
    WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found' END AS refused
), made AS (
  INSERT INTO post_follows (community_id, post_id, user_id) SELECT $1, $2, $3 FROM verdict WHERE refused IS NULL
  ON CONFLICT DO NOTHING
)
SELECT refused FROM verdict`,
});
