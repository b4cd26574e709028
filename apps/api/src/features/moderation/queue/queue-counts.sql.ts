// Made from queue-counts.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface QueueCountsParameters {
  readonly communityId: string;
}

export interface QueueCountsRow {
  readonly waiting: number;
  readonly reported: number;
  readonly held: number;
  readonly taken: number;
}

export const queueCountsSql = sql<QueueCountsParameters, QueueCountsRow>({
  name: 'queue-counts',
  parameters: ['communityId'],
  text: `WITH reported AS (
  SELECT DISTINCT coalesce(post_id, comment_id, reported_user_id) AS id FROM reports
  WHERE community_id = $1 AND status = 'OPEN'
), held AS (
  SELECT post_id AS id FROM holds WHERE community_id = $1
  UNION ALL
  SELECT comment_id FROM comment_holds WHERE community_id = $1
), waiting AS (
  SELECT id FROM reported UNION SELECT id FROM held
)
SELECT (SELECT count(*) FROM waiting)::int AS waiting, (SELECT count(*) FROM reported)::int AS reported,
  (SELECT count(*) FROM held)::int AS held,
  (SELECT count(*) FROM waiting w JOIN queue_claims q ON q.community_id = $1 AND q.target_id = w.id
    WHERE q.created_at > now() - interval '1 hour')::int AS taken`,
});
