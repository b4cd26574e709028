// Made from claim.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ClaimParameters {
  readonly communityId: string;
  readonly targetId: string;
  readonly userId: string;
}

export interface ClaimRow {
  readonly refused: string | null;
}

export const claimSql = sql<ClaimParameters, ClaimRow>({
  name: 'claim',
  parameters: ['communityId', 'targetId', 'userId'],
  text: `WITH waits AS (
  SELECT EXISTS (SELECT FROM reports WHERE community_id = $1 AND status = 'OPEN'
      AND (post_id = $2 OR comment_id = $2 OR reported_user_id = $2))
    OR EXISTS (SELECT FROM holds WHERE community_id = $1 AND post_id = $2)
    OR EXISTS (SELECT FROM comment_holds WHERE community_id = $1 AND comment_id = $2) AS found
), made AS (
  INSERT INTO queue_claims AS q (community_id, target_id, moderator_id)
  SELECT $1, $2, $3 FROM waits WHERE found
  ON CONFLICT (community_id, target_id) DO UPDATE SET moderator_id = excluded.moderator_id, created_at = excluded.created_at
  WHERE q.moderator_id = excluded.moderator_id OR excluded.created_at - q.created_at > interval '1 hour'
  RETURNING q.target_id
)
SELECT CASE WHEN NOT found THEN 'resource.not_found' WHEN NOT EXISTS (SELECT FROM made) THEN 'queue.taken' END AS refused
FROM waits`,
});
