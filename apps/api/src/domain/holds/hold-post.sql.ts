// Made from hold-post.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface HoldPostParameters {
  readonly communityId: string;
  readonly postId: string;
  readonly reason: 'FLOOD' | 'NEW_MEMBER';
}

export interface HoldPostRow {

}

export const holdPostSql = sql<HoldPostParameters, HoldPostRow>({
  name: 'hold-post',
  parameters: ['communityId', 'postId', 'reason'],
  text: `WITH hidden AS (
  UPDATE posts SET status = 'HIDDEN' WHERE community_id = $1 AND id = $2 AND status = 'PUBLISHED'
)
INSERT INTO holds (community_id, post_id, reason)
SELECT $1, id, $3::hold_reason FROM posts
WHERE community_id = $1 AND id = $2 AND status <> 'DRAFT'
ON CONFLICT (community_id, post_id) DO NOTHING`,
});
